import { type Diagnostic, type Span, type Text, worded } from '../../base/index.ts';
import type { StatementCode } from '../types/index.ts';

/**
 * Leaves a compilation at the first thing that cannot be: it carries the diagnostic to the module's entry point, which returns it.
 * It never leaves the module.
 */
export class Rejection extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.name = 'Rejection';
    this.diagnostic = diagnostic;
  }
}

/** Rejects the statement because of what stands at a place of it. */
export function reject(code: StatementCode, message: Text, span: Span, hint?: Text): never {
  const place = { from: span.from, to: Math.max(span.to, span.from + 1) };
  throw new Rejection({ code, severity: 'error', ...worded(message, hint), ...place });
}
