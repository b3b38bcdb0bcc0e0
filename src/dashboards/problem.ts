import type { Diagnostic, Span } from '../base/index.ts';
import type { DashboardCode } from './diagnostic-codes.ts';

/** Builds an error about a part of a statement. */
export function problem(code: DashboardCode, { from, to }: Span, message: string, hint?: string): Diagnostic {
  return { code, severity: 'error', message, from, to, ...(hint === undefined ? {} : { hint }) };
}
