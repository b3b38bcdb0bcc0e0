import { fieldExpression, visibleConditions, visibleEvents } from '../fields/index.ts';
import { fragment, list, raw, sql, type SqlNode, type TimeRange } from '../types/index.ts';
import { columnsOf, type Plan } from '../resolve/index.ts';
import { isOperation } from './operations.ts';
import { rangeConditions } from './range.ts';
import type { StatementContext, StatementPlace } from './statement-context.ts';

const historyMicros = 30 * 86_400_000_000;

/** What `history` reads: thirty days, up to where the range begins. */
function historyOf({ fromMicros, ...range }: TimeRange): TimeRange {
  return { ...range, fromMicros: Math.max(0, fromMicros - historyMicros), toMicros: fromMicros };
}

/** The rows of a log that the caller may see, with the columns that the statement needs. */
export function scanSelect(scan: Extract<Plan, { kind: 'scan' }>, context: StatementContext & StatementPlace): SqlNode {
  const columns = scan.columns.map(({ column, field }) => {
    const { node } = fieldExpression(field, { clusters: context.clusters });
    return sql`${node} AS ${raw(column.id)}`;
  });
  const marks = (scan.marks ?? []).map(({ column, condition }) => sql`(${condition}) AS ${raw(column.id)}`);
  const items = columnsOf(scan).length === 0 ? sql`1 AS one` : list([...columns, ...marks]);
  const isSearched = scan.source.kind === 'log' || scan.source.kind === 'operations';
  const search = isSearched ? context.search : null;
  const range = scan.source.kind === 'history' ? historyOf(context.range) : context.range;
  const { scope } = context;
  const clusterIds = scan.source.kind === 'logstore' ? [scan.source.clusterId] : scope.clusterIds;
  const visible = visibleConditions({ ...scope, clusterIds });
  // The table's key rules out what does not fit before anything is read, so nearly all rows that are read fit, and its conditions are the
  // last to be looked at.
  const conditions = [
    ...(scan.seconds ? [sql`toUnixTimestamp64Second(time) IN (${scan.seconds})`] : []),
    ...visible.ofRow,
    ...(search === null ? [] : [sql`(${search})`]),
    ...(scan.source.kind === 'operations' ? [isOperation(context, scan.shiftSeconds)] : []),
    ...visible.ofKey,
    ...rangeConditions(range, scan.shiftSeconds),
  ];
  return sql`SELECT ${items} FROM ${fragment(visibleEvents(scope))} WHERE ${list(conditions, ' AND ')}`;
}
