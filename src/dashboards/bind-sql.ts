import { type Diagnostic, fail, ok, type Result, said } from '../base/index.ts';
import { scan, type ScannedToken } from '../query/index.ts';
import { type BoundValue, isNumber, type MarkedStatement } from './placeholders.ts';
import { problem, shortened } from './problem.ts';
import { type ReplacedText, replacePieces, type Replacement } from './replaced-text.ts';

/**
 * Puts values in the place of the marks of a SQL statement, token by token: within a string as text of it, alone as a literal of its own.
 * A comment loses its placeholders. Places of problems are those of the marked text.
 */
export function bindSql(text: string, marked: MarkedStatement, values: readonly BoundValue[]): Result<ReplacedText> {
  const problems: Diagnostic[] = [];
  const replacements: Replacement[] = [];
  const tokens = scan(text);
  let read = 0;
  const readComments = (to: number): void => {
    const skipped = text.slice(read, to);
    // A blank, so that `*` and `/` beside a mark do not meet.
    if (marked.has(skipped)) replacements.push({ from: read, to, text: marked.replace(skipped, () => ' ') });
  };
  for (const [index, token] of tokens.entries()) {
    readComments(token.from);
    read = token.to;
    if (!marked.has(token.text)) continue;
    const around = { before: tokens[index - 1], after: tokens[index + 1] };
    const bound =
      token.kind === 'string' ? boundString(token, marked, values) : boundAlone(token, around, marked, values);
    if (typeof bound === 'string') replacements.push({ from: token.from, to: token.to, text: bound });
    else problems.push(bound);
  }
  readComments(text.length);
  return problems.length > 0 ? fail(...problems) : ok(replacePieces(text, replacements));
}

function boundString({ text }: ScannedToken, marked: MarkedStatement, values: readonly BoundValue[]): string {
  return marked.replace(text, (index) => escaped(values[index]?.text ?? ''));
}

function escaped(text: string): string {
  return text.replaceAll("'", "''");
}

interface Around {
  readonly before: ScannedToken | undefined;
  readonly after: ScannedToken | undefined;
}

function boundAlone(
  token: ScannedToken,
  { before, after }: Around,
  marked: MarkedStatement,
  values: readonly BoundValue[],
): string | Diagnostic {
  const value = values[marked.indexOf(token.text) ?? -1];
  const touchesBefore = before?.to === token.from;
  const touches = (touchesBefore && before.kind !== 'symbol') || (after?.from === token.to && after.kind !== 'symbol');
  if (!value || touches) {
    const message = said`a placeholder cannot be a name or a part of one`;
    return problem('variable-as-name', token, message, said`write it within a text, or by itself where a value stands`);
  }
  if (value.isNumeric && !isNumber(value.text)) {
    const message = said`"${shortened(value.text)}", the value of "${value.name}", is no number`;
    return problem('variable-not-a-number', token, message, said`write '\${{…}}' in quotes where a text is meant`);
  }
  const literal = value.isNumeric ? value.text : `'${escaped(value.text)}'`;
  // `--` would begin a comment, and `U&'…'` a text with escapes.
  return touchesBefore && /^[-&]$/.test(before.text) ? ` ${literal}` : literal;
}
