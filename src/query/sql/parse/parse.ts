import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import { StatementDefaultContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { type Diagnostic, type Result, type Span, fail, ok, said, worded, type Text } from '../../../base/index.ts';
import type { Query } from '../ast.ts';
import { type LimitPairs, takeLimitPairs } from '../limit-offset.ts';
import { checkLimits } from '../limits.ts';
import { checkLanguage } from '../other-language.ts';
import { type QuantifiedComparisons, takeQuantifiers } from '../quantifiers.ts';
import { Rejection, reject } from '../rejection.ts';
import { type ScannedToken, isKeyword, scan } from '../scan.ts';
import { type Source, codePointOffsets } from './context.ts';
import { convertExpression, convertValue } from './expression.ts';
import { convertQuery, convertSortItem } from './query.ts';

/** What the parser says of an error: lines and columns from 1, columns in code points. */
interface ParserError {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endColumn: number;
  readonly message: string;
}

/**
 * Parses one SELECT statement of Trino's SQL with SLS's `LIMIT offset, count`. Spans are UTF-16 offsets into `text`.
 * Length and nesting are counted first, so the time is bounded.
 */
export function parseSql(text: string): Result<Query> {
  const broken = checkLimits(text) ?? checkLanguage(text);
  if (broken) return fail(broken);
  const { text: limited, pairs } = takeLimitPairs(text);
  const { text: rewritten, comparisons } = takeQuantifiers(limited);
  const errors: ParserError[] = [];
  const program = new TrinoSQL().parse(rewritten, (error) => errors.push(error));
  const source = createSource(text, pairs, comparisons);
  const [error] = errors;
  if (error) return fail(syntaxError(text, error));
  try {
    const [first, second] = program.statements().map((part) => part.singleStatement());
    if (!first) reject('syntax-error', said`There is no statement`, whole(text));
    if (second) reject('several-statements', said`One statement at a time`, secondStatement(text));
    const statement = first.statement();
    if (!(statement instanceof StatementDefaultContext)) {
      reject('not-a-query', said`Only SELECT statements are allowed`, whole(text));
    }
    const root = statement.rootQuery();
    if (root.withFunction()) reject('unsupported-syntax', said`WITH FUNCTION is not supported`, whole(text));
    return ok(convertQuery(source, root.query()));
  } catch (failure) {
    if (failure instanceof Rejection) return fail(failure.diagnostic);
    throw failure;
  }
}

function createSource(text: string, limitPairs: LimitPairs, comparisons: QuantifiedComparisons): Source {
  const source: Source = {
    text,
    limitPairs,
    comparisons,
    offsets: codePointOffsets(text),
    convert: {
      expression: (context) => convertExpression(source, context),
      value: (context) => convertValue(source, context),
      query: (context) => convertQuery(source, context),
      sortItem: (context) => convertSortItem(source, context),
    },
  };
  return source;
}

/** Where a text stands without the blanks around it. */
function whole(text: string): Span {
  const from = text.length - text.trimStart().length;
  return { from, to: Math.max(text.trimEnd().length, from) };
}

function secondStatement(text: string): Span {
  const semicolon = scan(text).find((token) => token.text === ';');
  return { from: semicolon?.from ?? 0, to: whole(text).to };
}

function syntaxError(text: string, error: ParserError): Diagnostic {
  const lines = text.split('\n');
  const before = lines.slice(0, error.startLine - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const line = lines[error.startLine - 1] ?? '';
  const from = Math.min(before + utf16(line, error.startColumn - 1), text.length);
  const to = Math.min(Math.max(from + 1, before + utf16(line, error.endColumn - 1)), Math.max(text.length, from + 1));
  const found = text.slice(from, to);
  const called = tableFunction(text, from);
  if (called) {
    const { from, to } = called;
    const message = said`Table function '${called.text}' is not supported: FROM takes the log, another log by name, or a subquery`;
    return { code: 'unsupported-syntax', severity: 'error', ...worded(message), from, to };
  }
  const isOpen = found.startsWith("'") && (found.length === 1 || !found.endsWith("'"));
  const hint = isOpen ? said`the text is not closed: a single quote is missing` : undefined;
  return { code: 'syntax-error', severity: 'error', ...worded(plain(error.message, found), hint), from, to };
}

function plain(message: string, found: string): Text {
  if (!message.includes('failed predicate') && !message.startsWith("''")) return message;
  return said`${found.startsWith("'") ? found : `'${found}'`} is not valid at this position`;
}

/** The name before the parenthesis at which the parser stopped, where both stand in the place of a table. */
function tableFunction(text: string, errorAt: number): ScannedToken | undefined {
  const tokens = scan(text);
  const at = tokens.findIndex((token) => token.to > errorAt);
  const open = tokens[at]?.text === '(' ? at : at - 1;
  const isTable = ['from', 'join'].some((keyword) => isKeyword(tokens[open - 2], keyword));
  return tokens[open]?.text === '(' && isTable ? tokens[open - 1] : undefined;
}

function utf16(line: string, codePoints: number): number {
  let offset = 0;
  for (let count = 0; count < codePoints && offset < line.length; count++) {
    offset += (line.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}
