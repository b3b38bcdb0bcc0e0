import type { DiagnosticDoc } from './diagnostic.ts';
import { type Text, textOf } from './said.ts';

interface ErrorFacts extends DiagnosticDoc {
  readonly status: number;
  readonly retryable: boolean;
}

/**
 * Every operational error that a caller may see: its HTTP status, whether the same call may succeed later, and what
 * docs/reference/errors.md says of it.
 */
export const errorCodes = {
  'bad-request': {
    status: 400,
    retryable: false,
    meaning: 'The call cannot be read, or asks for what does not exist.',
    remedy: 'Correct it as the message says.',
  },
  'invalid-query': {
    status: 400,
    retryable: false,
    meaning: 'The search, statement or policy was not accepted; `diagnostics` say where and why.',
    remedy: 'Correct it; see [diagnostics](diagnostics.md).',
  },
  unauthenticated: {
    status: 401,
    retryable: false,
    meaning: 'There is no token or session, or it is wrong, ended or deleted.',
    remedy: 'Sign in, or send a token that exists.',
  },
  forbidden: {
    status: 403,
    retryable: false,
    meaning: 'The role or the limits of the caller do not allow the call, or the CSRF header is missing.',
    remedy: 'Ask an administrator for the role, or use another token.',
  },
  'password-change-required': {
    status: 403,
    retryable: false,
    meaning:
      'The session is of a user whose password somebody else made: until it is changed, nothing else is answered.',
    remedy: 'Sign in on the page and choose a password, or `POST /api/v1/session/password`.',
  },
  'cluster-disabled': {
    status: 403,
    retryable: false,
    meaning: 'The cluster is disabled and takes no events; what it has stays.',
    remedy: 'Run `cluster enable NAME`.',
  },
  'not-found': {
    status: 404,
    retryable: false,
    meaning: 'There is nothing of that name or id, or the caller may not see it.',
    remedy: 'Check the name; names are case-sensitive.',
  },
  conflict: {
    status: 409,
    retryable: false,
    meaning: 'The name is taken, or another process uses the address or the folder.',
    remedy: 'Choose another, or stop the other process.',
  },
  'quota-reached': {
    status: 409,
    retryable: false,
    meaning:
      'The quota of a project, or of projects, has no room for it; the message has the numbers. Nothing was made.',
    remedy:
      'Ask an administrator to raise it: `project set NAME`. See [projects and quotas](../how-to/projects-and-quotas.md).',
  },
  'daily-quota-reached': {
    status: 429,
    retryable: true,
    meaning: 'The bytes that the project may receive on a day in UTC are used up. Of the batch nothing was taken.',
    remedy:
      'It is taken after midnight UTC, or once the quota is raised: `project set NAME --bytes-per-day N`. See [projects and quotas](../how-to/projects-and-quotas.md).',
  },
  'too-large': {
    status: 413,
    retryable: false,
    meaning: 'The body is larger or has more parts than is taken.',
    remedy: 'Send it in parts.',
  },
  'request-timeout': {
    status: 408,
    retryable: true,
    meaning: 'The request did not arrive whole in time.',
    remedy: 'Send it again.',
  },
  'unknown-host': {
    status: 421,
    retryable: false,
    meaning:
      'The server is called by a name that it does not know, which is what a web site does that makes a browser call it.',
    remedy: 'Call it by the host of `--public-url`, or start it with `--allowed-host NAME`.',
  },
  'headers-too-large': {
    status: 431,
    retryable: false,
    meaning: 'The headers of the request, its cookies among them, are larger than is taken.',
    remedy: 'Send fewer, or clear the cookies of this host.',
  },
  'too-many-requests': {
    status: 429,
    retryable: true,
    meaning: 'Too much at once from this caller.',
    remedy: 'Wait for the seconds of `Retry-After` and try again.',
  },
  internal: {
    status: 500,
    retryable: false,
    meaning: 'A bug, or a failure that has no code.',
    remedy: 'The log of the server has the cause; report it.',
  },
  'engine-unavailable': {
    status: 503,
    retryable: true,
    meaning: 'The engine does not answer. Events are taken all the same.',
    remedy: 'Try again; if it lasts, look at the log of the server.',
  },
  'records-damaged': {
    status: 500,
    retryable: false,
    meaning:
      'The records of the server (`records.db`) are damaged or gone. It does not start, and leaves them as they are.',
    remedy:
      'Restore them from a backup. See [damaged records](../how-to/back-up-and-restore.md#when-the-records-are-damaged).',
  },
  'journal-full': {
    status: 503,
    retryable: true,
    meaning: 'The journal has reached its limit, or the disk its reserve.',
    remedy: 'Senders try again by themselves. See [disk full](../how-to/back-up-and-restore.md#when-the-disk-is-full).',
  },
  'journal-unavailable': {
    status: 503,
    retryable: true,
    meaning: 'The journal is closed, or its disk failed.',
    remedy: 'Try again after the restart; if it lasts, check the disk.',
  },
  'disk-full': {
    status: 503,
    retryable: true,
    meaning: 'The call has to write, if only the activity log, and the disk has no room.',
    remedy:
      'Make room; nothing need be restarted. See [disk full](../how-to/back-up-and-restore.md#when-the-disk-is-full).',
  },
  'destination-refused': {
    status: 400,
    retryable: false,
    meaning:
      'A destination is not called, or its answer not taken: its address is private or loopback, it redirects, or it answers too much.',
    remedy: 'Correct its URL, or list its network in `$WHODUNIT_ALLOW_PRIVATE_DESTINATIONS`.',
  },
  'destination-unreachable': {
    status: 502,
    retryable: true,
    meaning: 'A destination cannot be reached, or does not answer in time.',
    remedy: 'Try again; if it lasts, look at the destination.',
  },
  'secrets-unreadable': {
    status: 500,
    retryable: false,
    meaning: 'The key of the secrets that the server keeps is missing, damaged, or another than they were sealed with.',
    remedy:
      'Bring the key back. See [the key of the secrets](../how-to/back-up-and-restore.md#the-key-of-the-secrets).',
  },
  'query-timeout': {
    status: 504,
    retryable: true,
    meaning: 'The query took longer than it may.',
    remedy: 'Narrow the time range or the search.',
  },
} as const satisfies Readonly<Record<string, ErrorFacts>>;

export type ErrorCode = keyof typeof errorCodes;

/** An operational error with a registered code. The message reads "cannot VERB OBJECT "VALUE": CAUSE". */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** The message, for other languages. */
  readonly text: Text;

  constructor(code: ErrorCode, message: Text, options?: ErrorOptions) {
    super(textOf(message), options);
    this.name = 'AppError';
    this.code = code;
    this.text = message;
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
