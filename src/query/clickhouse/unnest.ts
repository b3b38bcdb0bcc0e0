import { arrayItems, mapKeys, mapValues } from '../types/index.ts';
import { type Plan, columnsOf } from '../resolve/index.ts';
import type { Emitter } from './emitter.ts';

type Unnest = Extract<Plan, { kind: 'unnest' }>;

/**
 * Prints UNNEST as ARRAY JOIN: the lists are computed first, filled with NULL to the length of the longest, and joined
 * with their numbers.
 */
export function printUnnest(emitter: Emitter, plan: Unnest): string {
  const lists: { name: string; text: string; column: string; part: number | null }[] = [];
  for (const { value, columns } of plan.items) {
    const sql = emitter.expression(value);
    const name = emitter.freshName();
    if (value.type.kind === 'map') {
      const [key, item] = columns;
      lists.push({ name, text: mapKeys(sql), column: key?.id ?? '', part: null });
      lists.push({ name: emitter.freshName(), text: mapValues(sql), column: item?.id ?? '', part: null });
      continue;
    }
    const isRow = value.type.kind === 'array' && value.type.element.kind === 'row';
    for (const [index, column] of columns.entries()) {
      lists.push({ name, text: arrayItems(sql), column: column.id, part: isRow ? index + 1 : null });
    }
  }
  const distinct = [...new Map(lists.map((list) => [list.name, list])).values()];
  const number = emitter.freshName();
  const source = plan.source ? emitter.plan(plan.source) : `SELECT 1 AS ${emitter.freshName()}`;
  const longest = distinct.map(({ name }) => `length(${name})`);
  const size = longest.length === 1 ? (longest[0] ?? '0') : `greatest(${longest.join(', ')})`;
  const inner = `SELECT *, ${distinct.map(({ name, text }) => `${text} AS ${name}`).join(', ')} FROM (${source})`;
  const join = plan.outer ? 'LEFT ARRAY JOIN' : 'ARRAY JOIN';
  const made = lists.map(({ name, column, part }) => {
    const item = `if(or(equals(${number}, 0), greater(${number}, length(${name}))), NULL, ${name}[${number}])`;
    return `${part === null ? item : `tupleElement(${item}, ${part})`} AS ${column}`;
  });
  const ordinality = plan.ordinality
    ? [`${plan.outer ? `nullIf(toInt64(${number}), 0)` : `toInt64(${number})`} AS ${plan.ordinality.id}`]
    : [];
  const kept = plan.source ? columnsOf(plan.source).map(({ id }) => id) : [];
  return `SELECT ${[...kept, ...made, ...ordinality].join(', ')} FROM (${inner}) ${join} range(1, ${size} + 1) AS ${number}`;
}
