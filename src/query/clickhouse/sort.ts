import type { Sql, Type } from '../types/index.ts';
import type { SortKey } from '../resolve/index.ts';
import { orderable } from './comparison.ts';
import type { Emitter } from './emitter.ts';

/** What of a value is sorted by. */
export function sortKeyText(value: Sql, type: Type): string {
  return orderable(value, type);
}

/** Prints the keys of an ORDER BY. NaN is greater than any number, but less where NULLs come first, as in Trino. */
export function printSortKeys(emitter: Emitter, keys: readonly SortKey[]): string {
  return keys
    .flatMap((key) => {
      const text = sortKeyText(emitter.expression(key.value), key.value.type);
      const direction = `${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nulls.toUpperCase()}`;
      const isFloat = key.value.type.kind === 'double' || key.value.type.kind === 'real';
      if (isFloat && key.descending) {
        const nans = key.nulls === 'first' ? 'ASC NULLS FIRST' : 'DESC NULLS LAST';
        return [`isNaN(${text}) ${nans}`, `${text} ${direction}`];
      }
      return [`${text} ${direction}`];
    })
    .join(', ');
}
