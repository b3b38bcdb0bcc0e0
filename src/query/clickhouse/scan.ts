import { fieldExpression, visibleConditions, visibleEvents } from '../fields/index.ts';
import { fragment, list, raw, sql, type SqlNode } from '../types/index.ts';
import { columnsOf, type Plan } from '../resolve/index.ts';
import { isOperation } from './operations.ts';
import { rangeConditions } from './range.ts';
import type { StatementContext, StatementPlace } from './statement-context.ts';

/** The rows of a log that the caller may see, with the columns that the statement needs. */
export function scanSelect(scan: Extract<Plan, { kind: 'scan' }>, context: StatementContext & StatementPlace): SqlNode {
  const columns = scan.columns.map(({ column, field }) => {
    const { node } = fieldExpression(field, { clusters: context.clusters });
    return sql`${node} AS ${raw(column.id)}`;
  });
  const items = columnsOf(scan).length === 0 ? sql`1 AS one` : list(columns);
  const search = scan.source.kind === 'logstore' ? null : context.search;
  const { scope } = context;
  const clusterIds = scan.source.kind === 'logstore' ? [scan.source.clusterId] : scope.clusterIds;
  const visible = visibleConditions({ ...scope, clusterIds });
  // The table's key rules out what does not fit before anything is read, so nearly all rows that are read fit, and its conditions are the
  // last to be looked at.
  const conditions = [
    ...visible.ofRow,
    ...(search === null ? [] : [sql`(${search})`]),
    ...(scan.source.kind === 'operations' ? [isOperation(context, scan.shiftSeconds)] : []),
    ...visible.ofKey,
    ...rangeConditions(context.range, scan.shiftSeconds),
  ];
  return sql`SELECT ${items} FROM ${fragment(visibleEvents(scope))} WHERE ${list(conditions, ' AND ')}`;
}
