import { type Diagnostic, type Said, type Span, worded } from '../../base/index.ts';
import type { ConditionCode } from './diagnostic-codes.ts';

/** Builds an error about a part of a condition. */
export function problem(code: ConditionCode, { from, to }: Span, message: Said, hint?: Said): Diagnostic {
  return { code, severity: 'error', ...worded(message, hint), from, to };
}
