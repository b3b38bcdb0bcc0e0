import { visibleConditions } from '../fields/index.ts';
import { list, sql, type SqlNode } from '../types/index.ts';
import { instant, rangeConditions } from './range.ts';
import type { StatementContext } from './statement-context.ts';

const isTerminal = sql`stage IN ('ResponseComplete', 'Panic')`;
const isStarted = sql`stage = 'ResponseStarted'`;

/** What two stages of one request have in common. A client may choose the audit id, so that alone does not tell. */
const request = sql`(cluster_id, audit_id, audit_id_text, user_username, verb, request_uri)`;

/**
 * Condition: the event is the one by which its operation is counted. That is ResponseComplete or Panic; ResponseStarted where the request
 * has neither, because it is still running or failed to authenticate. What came later than the range counts too: an operation that ended
 * since is counted when it ended, and only then. RequestReceived is no operation.
 *
 * The other stage is looked for among all events that the caller may see, from the start of the range on: it is the later one. In a range
 * of times of receipt it may have been received first, so there it is looked for from the earliest of the range's ResponseStarted on.
 */
export function isOperation({ scope, range }: StatementContext, shiftSeconds: number): SqlNode {
  const { ofKey, ofRow } = visibleConditions(scope);
  const visible = [...ofRow, ...ofKey];
  const startedInRange = list([isStarted, ...visible, ...rangeConditions(range, shiftSeconds)], ' AND ');
  const from =
    range.kind === 'received'
      ? sql`(SELECT min(time) FROM events WHERE ${startedInRange})`
      : instant(range.fromMicros, shiftSeconds);
  const ended = list(
    [
      isTerminal,
      sql`audit_id IN (SELECT audit_id FROM events WHERE ${startedInRange})`,
      ...visible,
      sql`time >= ${from}`,
    ],
    ' AND ',
  );
  return sql`(${isTerminal} OR (${isStarted} AND ${request} NOT IN (SELECT ${request} FROM events WHERE ${ended})))`;
}
