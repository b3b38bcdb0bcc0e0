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

const bodyMember = /^body\.(\w+): /;

/** What the server says against a member of a form, without the member's name; undefined where it is about another. */
export function fieldError(error: Error | null, field: string, isFirst = false): string | undefined {
  if (!error) return undefined;
  const named = bodyMember.exec(error.message);
  if (named) return named[1] === field ? error.message.slice(named[0].length) : undefined;
  return isFirst ? error.message : undefined;
}
