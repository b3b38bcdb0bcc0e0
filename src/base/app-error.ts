/** Every operational error that a caller may see: its HTTP status and whether the same call may succeed later. */
export const errorCodes = {
  'bad-request': { status: 400, retryable: false },
  'invalid-query': { status: 400, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  'cluster-disabled': { status: 403, retryable: false },
  'not-found': { status: 404, retryable: false },
  conflict: { status: 409, retryable: false },
  'too-large': { status: 413, retryable: false },
  'too-many-requests': { status: 429, retryable: true },
  internal: { status: 500, retryable: false },
  'engine-unavailable': { status: 503, retryable: true },
  'journal-full': { status: 503, retryable: true },
  'journal-unavailable': { status: 503, retryable: true },
  'query-timeout': { status: 504, retryable: true },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** An operational error with a registered code. The message reads "cannot VERB OBJECT "VALUE": CAUSE". */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return errorCodes[this.code].status;
  }

  /** Whether the same call may succeed later. */
  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}
