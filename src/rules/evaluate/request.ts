import { scan, type ScannedToken, splitStatement } from '../../query/index.ts';
import type { Column } from '../expression/index.ts';

/*
 * Clients choose audit ids, so an id alone does not tell one request from another: whoever had an alert told once might use its id again, and do
 * in silence what the alert is about. When the API server of which cluster received a request is not theirs to choose, and the same for all
 * stages of it, however often its events are sent.
 */

/** Columns that are added to a statement to tell requests from each other; nobody is shown them. */
const added = { cluster: '__request_cluster__', receivedAt: '__request_received__' } as const;
/** The same as fields of events: a search has them, and a statement may give them itself. */
const fields = { cluster: '__cluster__', receivedAt: 'requestReceivedTimestamp' } as const;

/** Whether a column is there to tell requests from each other, and for nothing else. */
export function isAddedColumn({ own }: Pick<Column, 'own'>): boolean {
  return own === added.cluster || own === added.receivedAt;
}

/** Where in a row stands what tells its request from others with the same audit id; nowhere where a statement does not give it. */
export function requestPlaces(columns: readonly Column[]): readonly number[] {
  const placesOf = ({ cluster, receivedAt }: Readonly<Record<keyof typeof fields, string>>): readonly number[] =>
    [...columns.keys()].filter((index) => [cluster, receivedAt].includes(columns[index]?.own ?? ''));
  const own = placesOf(added);
  return own.length > 0 ? own : placesOf(fields);
}

/** Whether the answer of a statement tells requests with the same audit id from each other. */
export function tellsRequests(columns: readonly string[]): boolean {
  return columns.includes(added.receivedAt) || columns.includes(fields.receivedAt);
}

const clauses: ReadonlySet<string> = new Set([
  'from',
  'where',
  'group',
  'having',
  'window',
  'order',
  'offset',
  'limit',
  'fetch',
]);
const combining: ReadonlySet<string> = new Set(['union', 'intersect', 'except']);

/**
 * The statement with columns that tell requests from each other behind its own; undefined where none can be added. Whether the fields are there to be
 * selected, as they are not of a subquery, compiling tells.
 */
export function withRequestColumns(statement: string): string | undefined {
  const { analysis } = splitStatement(statement);
  const words = analysis ? outerWords(analysis.text) : [];
  if (!analysis || words[0]?.word !== 'select' || words.some(({ word }) => combining.has(word))) return undefined;
  const end = words.find(({ word }) => clauses.has(word))?.token.from ?? lastOf(analysis.text);
  const isGrouped = words.some(({ word }) => word === 'group');
  const [cluster, receivedAt] = [fields.cluster, fields.receivedAt].map((name) =>
    isGrouped ? `min("${name}")` : `"${name}"`,
  );
  const columns = `, ${cluster} as "${added.cluster}", ${receivedAt} as "${added.receivedAt}" `;
  const at = analysis.span.from + end;
  return statement.slice(0, at) + columns + statement.slice(at);
}

/** The words of a statement that are in no brackets, in lower case. */
function outerWords(sql: string): readonly { readonly word: string; readonly token: ScannedToken }[] {
  let depth = 0;
  return scan(sql).flatMap((token) => {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    return token.kind === 'word' && depth === 0 ? [{ word: token.text.toLowerCase(), token }] : [];
  });
}

/** Where the last token ends; a semicolon is none. */
function lastOf(sql: string): number {
  return scan(sql).findLast(({ text }) => text !== ';')?.to ?? sql.length;
}
