import type { SortKey } from '../resolve/index.ts';
import { list, type Operand, raw, sql, type SqlNode, type Type } from '../types/index.ts';
import { orderable } from './comparison.ts';
import type { Emitter } from './emitter.ts';

/** What of a value is sorted by. */
export function sortKeyOf(value: Operand, type: Type): SqlNode {
  return orderable(value, type);
}

/** The keys of an ORDER BY. NaN is greater than any number, but less where NULLs come first, as in Trino. */
export function sortKeys(emitter: Emitter, keys: readonly SortKey[]): SqlNode {
  const parts = keys.flatMap((key) => {
    const value = sortKeyOf(emitter.expression(key.value), key.value.type);
    const sorted = sql`${value} ${raw(key.descending ? 'DESC' : 'ASC')} NULLS ${raw(key.nulls.toUpperCase())}`;
    const isFloat = key.value.type.kind === 'double' || key.value.type.kind === 'real';
    if (!isFloat || !key.descending) return [sorted];
    const nans = raw(key.nulls === 'first' ? 'ASC NULLS FIRST' : 'DESC NULLS LAST');
    return [sql`isNaN(${value}) ${nans}`, sorted];
  });
  return list(parts);
}
