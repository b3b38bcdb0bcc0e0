import type { Diagnostic, Span } from '../base/index.ts';
import type { TemplateCode } from './diagnostic-codes.ts';

/** Why a template cannot be read or filled in. It never leaves this module: whoever calls gets a diagnostic. */
export class TemplateProblem extends Error {
  readonly code: TemplateCode;
  readonly span: Span;

  constructor(code: TemplateCode, span: Span, message: string) {
    super(message);
    this.code = code;
    this.span = span;
  }
}

/** The diagnostic of what was thrown; throws on whatever is no problem of a template. */
export function diagnosticOf(error: unknown, text: string): Diagnostic {
  if (!(error instanceof TemplateProblem)) throw error;
  const { code, span, message } = error;
  const before = text.slice(0, span.from).split('\n');
  return {
    code,
    severity: 'error',
    message,
    from: span.from,
    to: span.to,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
  };
}
