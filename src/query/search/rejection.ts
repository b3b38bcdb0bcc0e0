import { type Diagnostic, type Span, type Text, textOf, worded } from '../../base/index.ts';
import type { SearchCode } from '../types/index.ts';

/** Carries the diagnostic out of the parser; never leaves this folder. */
export class SearchRejection extends Error {
  readonly diagnostic: Diagnostic;

  constructor(code: SearchCode, span: Span, message: Text, hint?: Text) {
    super(textOf(message));
    this.name = 'SearchRejection';
    this.diagnostic = problem('error', code, span, message, hint);
  }
}

/** Builds a diagnostic about a part of the search. */
export function problem(
  severity: Diagnostic['severity'],
  code: SearchCode,
  span: Span,
  message: Text,
  hint?: Text,
): Diagnostic {
  return { code, severity, ...worded(message, hint), from: span.from, to: span.to };
}
