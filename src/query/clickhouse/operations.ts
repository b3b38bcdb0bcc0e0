import { leastOddRequestKey, oddRequestKeyExpression, requestKeyColumn } from '../../audit/index.ts';
import { visibleConditions } from '../fields/index.ts';
import { fragment, list, raw, sql, type SqlNode } from '../types/index.ts';
import { instant, rangeConditions } from './range.ts';
import type { StatementContext } from './statement-context.ts';

const isTerminal = sql`stage IN ('ResponseComplete', 'Panic')`;
const isStarted = sql`stage = 'ResponseStarted'`;
const key = raw(requestKeyColumn);
/** As the projection `ended_requests` has it (store/migrations), so that the engine reads that. */
const isEnded = sql`${key} != 0 AND has(['ResponseComplete', 'Panic'], stage)`;
const isOdd = sql`${key} >= ${fragment(leastOddRequestKey)}`;

/** With this setting of ours (settings.ts) the engine uses no projection, and here nothing is aggregated. */
const readsProjections = sql`aggregate_functions_null_for_empty = 0`;

/**
 * Condition: the event is the one by which its operation is counted. That is ResponseComplete or Panic; ResponseStarted where the request
 * has neither, because it is still running or failed to authenticate. What came later than the range counts too: an operation that ended
 * since is counted when it ended, and only then. RequestReceived is no operation. The stages of a request have the same cluster, audit id,
 * user, verb and URI: see request-key.ts.
 *
 * The other stage is looked for among all events that the caller may see, from the start of the range on: it is the later one. In a range
 * of times of receipt it may have been received first, so there it is looked for from the earliest of the range's ResponseStarted on.
 */
export function isOperation({ scope, range }: StatementContext, shiftSeconds: number): SqlNode {
  const { ofKey, ofRow } = visibleConditions(scope);
  const visible = [...ofRow, ...ofKey];
  const inRange = [...visible, ...rangeConditions(range, shiftSeconds)];
  const from =
    range.kind === 'received'
      ? sql`(SELECT min(time) FROM events WHERE ${every([isStarted, ...inRange])})`
      : instant(range.fromMicros, shiftSeconds);
  const sinceThen = [...visible, sql`time >= ${from}`];
  const ended = sql`SELECT ${key} FROM (SELECT ${key} FROM events WHERE ${every([isEnded, ...sinceThen])} SETTINGS ${readsProjections})`;
  // Mostly there are no odd ones, which an index tells, and then nothing else is read.
  const odd = sql`audit_id IN (SELECT audit_id FROM events WHERE ${every([isOdd, ...inRange])})`;
  const hasOdd = sql`(SELECT count() FROM (SELECT 1 FROM events WHERE ${every([isOdd, ...inRange])} LIMIT 1)) > 0`;
  const oddEnded = sql`SELECT ${fragment(oddRequestKeyExpression)} FROM events WHERE ${every([hasOdd, sql`${key} = 0`, odd, isTerminal, ...sinceThen])}`;
  // Keys of others than ResponseStarted are not looked up.
  return sql`if(${isStarted}, ${key} NOT IN (${ended} UNION ALL ${oddEnded}), ${isTerminal})`;
}

function every(conditions: readonly SqlNode[]): SqlNode {
  return list(conditions, ' AND ');
}
