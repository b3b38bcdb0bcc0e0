import type { Diagnostic, Span } from '../../base/index.ts';
import type { ConditionCode } from './diagnostic-codes.ts';

/** Builds an error about a part of a condition. */
export function problem(code: ConditionCode, { from, to }: Span, message: string, hint?: string): Diagnostic {
  return { code, severity: 'error', message, from, to, ...(hint === undefined ? {} : { hint }) };
}
