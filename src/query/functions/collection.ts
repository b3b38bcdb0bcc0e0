import { type Type, nullableEngineType, literal } from '../types/index.ts';
import type { EmitCall } from './catalogue.ts';

/** A ClickHouse array with the item type that arrays, and the keys and values of maps, have. */
export function itemsOfType(items: string, type: Type): string {
  return `CAST(${items}, ${literal(`Array(${nullableEngineType(type)})`)})`;
}

/** The type of the elements of the call's result. */
export function resultElement(call: EmitCall): Type {
  if (call.result.kind !== 'array') throw new Error('BUG: the result is no array');
  return call.result.element;
}

/** The first of equal items each, NULL too. */
export function distinctItems(items: string): string {
  return `arrayFilter((i, n) -> equals(n, 1), ${items}, arrayEnumerateUniq(${items}))`;
}

/** A condition: whether a ClickHouse array holds NULL. */
export function hasNull(items: string): string {
  return `arrayExists(i -> isNull(i), ${items})`;
}

/** A condition: whether two items of the array are equal. */
export function hasDuplicates(items: string): string {
  return `arrayExists(n -> greater(n, 1), arrayEnumerateUniq(${items}))`;
}
