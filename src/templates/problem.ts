import { type Diagnostic, type Said, type Span, textOf, worded } from '../base/index.ts';
import type { TemplateCode } from './diagnostic-codes.ts';

/** Why a template cannot be read or filled in. It never leaves this module: whoever calls gets a diagnostic. */
export class TemplateProblem extends Error {
  readonly code: TemplateCode;
  readonly span: Span;
  readonly said: Said;

  constructor(code: TemplateCode, span: Span, said: Said) {
    super(textOf(said));
    this.code = code;
    this.span = span;
    this.said = said;
  }
}

/** The diagnostic of what was thrown; throws on whatever is no problem of a template. */
export function diagnosticOf(error: unknown, text: string): Diagnostic {
  if (!(error instanceof TemplateProblem)) throw error;
  const { code, span, said } = error;
  const before = text.slice(0, span.from).split('\n');
  return {
    code,
    severity: 'error',
    ...worded(said),
    from: span.from,
    to: span.to,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
  };
}
