import { type Type, nullableEngineType, literal, sql, lambda, type SqlNode } from '../types/index.ts';
import type { EmitCall } from './catalogue.ts';

/** A ClickHouse array with the item type that arrays, and the keys and values of maps, have. */
export function itemsOfType(items: SqlNode, type: Type): SqlNode {
  // The engine converts nothing to an item that has no type.
  const item = type.kind === 'unknown' ? 'Nullable(String)' : nullableEngineType(type);
  return sql`CAST(${items}, ${literal(`Array(${item})`)})`;
}

/** The type of the elements of the call's result. */
export function resultElement(call: EmitCall): Type {
  if (call.result.kind !== 'array') throw new Error('BUG: the result is no array');
  return call.result.element;
}

/** The first of equal items each, NULL too. */
export function distinctItems(items: SqlNode): SqlNode {
  return sql`arrayFilter(${lambda(['i', 'n'], sql`equals(n, 1)`)}, ${items}, arrayEnumerateUniq(${items}))`;
}

/** A condition: whether a ClickHouse array holds NULL. */
export function hasNull(items: SqlNode): SqlNode {
  return sql`arrayExists(${lambda('i', sql`isNull(i)`)}, ${items})`;
}

/** A condition: whether two items of the array are equal. */
export function hasDuplicates(items: SqlNode): SqlNode {
  return sql`arrayExists(${lambda('n', sql`greater(n, 1)`)}, arrayEnumerateUniq(${items}))`;
}
