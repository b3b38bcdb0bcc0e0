import { type Diagnostic, type Span, said } from '../../base/index.ts';
import { problem } from './rejection.ts';

/** Warns about characters of an unquoted word that mean something elsewhere but nothing in a search. */
export function remarksOn(text: string, span: Span): readonly Diagnostic[] {
  if (text.startsWith("'")) {
    return [
      problem('warning', 'single-quotes', span, said`single quotes mean nothing in a search`, said`use double quotes`),
    ];
  }
  if (!/[“”：＊]/u.test(text)) return [];
  const message = 'this holds a full-width or curly character that is not an operator';
  return [problem('warning', 'full-width-character', span, message, said`type : " * in ASCII`)];
}
