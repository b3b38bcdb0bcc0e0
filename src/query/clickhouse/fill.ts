import type { TimeSeriesFill, Column } from '../resolve/index.ts';
import { engineType, isNumeric } from '../types/index.ts';
import type { Emitter } from './emitter.ts';

/**
 * Prints the rows of a time series with a row for every bucket: the rows of each combination of the other keys are
 * collected, and every bucket takes its own out of them.
 */
export function printFill(emitter: Emitter, plan: TimeSeriesFill): string {
  const keys = plan.keys.map(({ id }) => id);
  const buckets = emitter.freshName();
  const lists = plan.values.map((column) => ({ column, name: emitter.freshName() }));
  const collected = [
    ...keys,
    `groupArray(${plan.bucket.id}) AS ${buckets}`,
    ...lists.map(({ column, name }) => `groupArray(tuple(${column.id})) AS ${name}`),
  ];
  const groupBy = keys.length === 0 ? '' : ` GROUP BY ${keys.join(', ')}`;
  const series = `SELECT ${collected.join(', ')} FROM (${emitter.plan(plan.source)})${groupBy}`;
  const bucket = plan.bucket.id;
  const values = lists.map(({ column, name }) => {
    const place = `indexOf(${buckets}, ${bucket})`;
    return `if(equals(${place}, 0), NULL, tupleElement(arrayElement(${name}, ${place}), 1)) AS ${column.id}`;
  });
  const every = `arrayMap(i -> plus(toInt64(${plan.first}), multiply(toInt64(i), ${plan.step})), range(${plan.count}))`;
  const rows = `SELECT ${[...keys, bucket, ...values].join(', ')} FROM (${series}) ARRAY JOIN ${every} AS ${bucket}`;
  if (plan.padding === 'null') return rows;
  // Under the names of the columns that it is computed from it would be computed from itself.
  const inner = lists.map(({ column, name }) => `${padding(plan, column)} AS ${name}`);
  const outer = lists.map(({ column, name }) => `${name} AS ${column.id}`);
  const middle = `SELECT ${[...keys, bucket, ...inner].join(', ')} FROM (${rows})`;
  return `SELECT ${[...keys, bucket, ...outer].join(', ')} FROM (${middle})`;
}

function padding(plan: TimeSeriesFill, { id, type }: Column): string {
  if (plan.padding === '0') return isNumeric(type) ? `ifNull(${id}, 0)` : id;
  const partition = plan.keys.length === 0 ? '' : `PARTITION BY ${plan.keys.map((key) => key.id).join(', ')} `;
  const over = (frame: string) => `OVER (${partition}ORDER BY ${plan.bucket.id} ROWS BETWEEN ${frame})`;
  const last = `anyLast(${id}) ${over('UNBOUNDED PRECEDING AND CURRENT ROW')}`;
  const next = `any(${id}) ${over('CURRENT ROW AND UNBOUNDED FOLLOWING')}`;
  if (plan.padding === 'last') return last;
  if (plan.padding === 'next') return next;
  if (!isNumeric(type) || type.kind === 'decimal') return id;
  const mean = `to${engineType(type)}(divide(plus(${last}, ${next}), 2))`;
  return `ifNull(${id}, ${mean})`;
}
