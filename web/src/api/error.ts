import type { Diagnostic } from '../../../src/base/index.ts';

/** An answer of the server that is no success, or the reason why there was none. */
export class ApiError extends Error {
  /** HTTP status; 0 where the server could not be reached. */
  readonly status: number;
  readonly code: string;
  readonly diagnostics: readonly Diagnostic[];

  constructor(status: number, code: string, message: string, diagnostics: readonly Diagnostic[] = []) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.diagnostics = diagnostics;
  }
}
