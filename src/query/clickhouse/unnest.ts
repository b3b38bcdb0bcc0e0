import { arrayItems, mapKeys, mapValues, raw, sql, type SqlNode } from '../types/index.ts';
import { type Plan, columnsOf } from '../resolve/index.ts';
import type { Emitter } from './emitter.ts';

type Unnest = Extract<Plan, { kind: 'unnest' }>;

/**
 * UNNEST as ARRAY JOIN: the lists are computed first, filled with NULL to the length of the longest, and joined
 * with their numbers.
 */
export function unnestSelect(emitter: Emitter, plan: Unnest): SqlNode {
  const lists: { name: SqlNode; items: SqlNode; column: string; part: number | null }[] = [];
  for (const { value, columns } of plan.items) {
    const made = emitter.expression(value);
    const name = raw(emitter.freshName());
    if (value.type.kind === 'map') {
      const [key, item] = columns;
      lists.push({ name, items: mapKeys(made), column: key?.id ?? '', part: null });
      lists.push({ name: raw(emitter.freshName()), items: mapValues(made), column: item?.id ?? '', part: null });
      continue;
    }
    const isRow = value.type.kind === 'array' && value.type.element.kind === 'row';
    for (const [index, column] of columns.entries()) {
      lists.push({ name, items: arrayItems(made), column: column.id, part: isRow ? index + 1 : null });
    }
  }
  const distinct = [...new Map(lists.map((list) => [list.name, list])).values()];
  const number = raw(emitter.freshName());
  const source = plan.source ? emitter.plan(plan.source) : sql`SELECT 1 AS ${raw(emitter.freshName())}`;
  const longest = distinct.map(({ name }) => sql`length(${name})`);
  const size = longest.length === 1 ? sql`${longest}` : sql`greatest(${longest})`;
  const inner = sql`SELECT *, ${distinct.map(({ name, items }) => sql`${items} AS ${name}`)} FROM (${source})`;
  const join = raw(plan.outer ? 'LEFT ARRAY JOIN' : 'ARRAY JOIN');
  const columns = lists.map(({ name, column, part }) => {
    const item = sql`if(or(equals(${number}, 0), greater(${number}, length(${name}))), NULL, ${name}[${number}])`;
    return sql`${part === null ? item : sql`tupleElement(${item}, ${part})`} AS ${raw(column)}`;
  });
  const ordinality = plan.ordinality
    ? [sql`${plan.outer ? sql`nullIf(toInt64(${number}), 0)` : sql`toInt64(${number})`} AS ${raw(plan.ordinality.id)}`]
    : [];
  const kept = plan.source ? columnsOf(plan.source).map(({ id }) => raw(id)) : [];
  return sql`SELECT ${[...kept, ...columns, ...ordinality]} FROM (${inner}) ${join} range(1, ${size} + 1) AS ${number}`;
}
