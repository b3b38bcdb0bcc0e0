import { isArray, isObject, type Json } from '../../api/json.ts';

/** How many elements or members are right within a value; a scalar has none. */
export function sizeOf(value: Json): number {
  if (isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
}
