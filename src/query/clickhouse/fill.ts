import type { TimeSeriesFill, Column } from '../resolve/index.ts';
import { engineType, isNumeric, lambda, raw, sql, type SqlNode } from '../types/index.ts';
import type { Emitter } from './emitter.ts';

/**
 * The rows of a time series with a row for every bucket: the rows of each combination of the other keys are
 * collected, and every bucket takes its own out of them.
 */
export function fillSelect(emitter: Emitter, plan: TimeSeriesFill): SqlNode {
  const keys = plan.keys.map(({ id }) => raw(id));
  const bucket = raw(plan.bucket.id);
  const buckets = raw(emitter.freshName());
  const lists = plan.values.map((value) => ({ value, column: raw(value.id), name: raw(emitter.freshName()) }));
  const collected = [
    ...keys,
    sql`groupArray(${bucket}) AS ${buckets}`,
    ...lists.map(({ column, name }) => sql`groupArray(tuple(${column})) AS ${name}`),
  ];
  const groupBy = keys.length === 0 ? sql`` : sql` GROUP BY ${keys}`;
  const series = sql`SELECT ${collected} FROM (${emitter.plan(plan.source)})${groupBy}`;
  const values = lists.map(({ column, name }) => {
    const place = sql`indexOf(${buckets}, ${bucket})`;
    return sql`if(equals(${place}, 0), NULL, tupleElement(arrayElement(${name}, ${place}), 1)) AS ${column}`;
  });
  const every = sql`arrayMap(${lambda('i', sql`plus(toInt64(${plan.first}), multiply(toInt64(i), ${plan.step}))`)}, range(${plan.count}))`;
  const rows = sql`SELECT ${[...keys, bucket, ...values]} FROM (${series}) ARRAY JOIN ${every} AS ${bucket}`;
  if (plan.padding === 'null') return rows;
  // Under the names of the columns that it is computed from it would be computed from itself.
  const inner = lists.map(({ value, name }) => sql`${padding(plan, value)} AS ${name}`);
  const outer = lists.map(({ column, name }) => sql`${name} AS ${column}`);
  const middle = sql`SELECT ${[...keys, bucket, ...inner]} FROM (${rows})`;
  return sql`SELECT ${[...keys, bucket, ...outer]} FROM (${middle})`;
}

function padding(plan: TimeSeriesFill, column: Column): SqlNode {
  const { type } = column;
  const id = raw(column.id);
  const bucket = raw(plan.bucket.id);
  if (plan.padding === '0') return isNumeric(type) ? sql`ifNull(${id}, 0)` : id;
  const partition = plan.keys.length === 0 ? sql`` : sql`PARTITION BY ${plan.keys.map((key) => raw(key.id))} `;
  const over = (frame: SqlNode) => sql`OVER (${partition}ORDER BY ${bucket} ROWS BETWEEN ${frame})`;
  const last = sql`anyLast(${id}) ${over(sql`UNBOUNDED PRECEDING AND CURRENT ROW`)}`;
  const next = sql`any(${id}) ${over(sql`CURRENT ROW AND UNBOUNDED FOLLOWING`)}`;
  if (plan.padding === 'last') return last;
  if (plan.padding === 'next') return next;
  if (!isNumeric(type) || type.kind === 'decimal') return id;
  const mean = sql`to${raw(engineType(type))}(divide(plus(${last}, ${next}), 2))`;
  return sql`ifNull(${id}, ${mean})`;
}
