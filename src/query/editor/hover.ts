import { catalogue } from '../functions/index.ts';
import { splitStatement } from '../search/index.ts';
import { scan } from '../sql/index.ts';
import { type Language, signaturesOf } from './complete.ts';

/** Help on the function that the caret is in. */
export interface FunctionHelp {
  readonly name: string;
  readonly signatures: string;
  readonly doc: string;
  readonly example: string;
  readonly from: number;
  readonly to: number;
}

/** Finds help on the function name at a caret, or on the function whose arguments the caret is in. */
export function functionHelp(text: string, caret: number, language: Language): FunctionHelp | null {
  const { analysis } = splitStatement(text);
  if (!analysis || caret < analysis.span.from) return null;
  const tokens = scan(analysis.text);
  const at = caret - analysis.span.from;
  let depth = 0;
  for (let index = tokens.findLastIndex((token) => token.from <= at); index >= 0; index--) {
    const token = tokens[index];
    if (token?.text === ')' && token.to <= at) depth++;
    const opens = tokens[index + 1]?.text === '(';
    if (token?.text === '(' && token.from < at) depth--;
    const entry = token?.kind === 'word' ? catalogue.find(token.text.toLowerCase()) : undefined;
    const isHere = token !== undefined && at <= token.to;
    if (token && entry && opens && (isHere || depth < 0)) {
      const { name, doc, example } = entry;
      const place = { from: token.from + analysis.span.from, to: token.to + analysis.span.from };
      return { name, signatures: signaturesOf(entry), doc: doc[language], example, ...place };
    }
    if (depth < 0 && token?.text !== '(') depth = 0;
  }
  return null;
}
