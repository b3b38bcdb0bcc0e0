import { resolveField } from '../../../../src/query/index.ts';
import { isArray, type Json } from '../../api/json.ts';
import { sizeOf } from './size-of.ts';

/** The field to which values within a cell's JSON belong, by their own path below it; undefined where a search would find none of them. */
export function pathWithin(cell: Json | undefined, column: string): string | undefined {
  const reference = resolveField(column);
  if (!reference) return undefined;
  if (reference.kind === 'field' && reference.field.type === 'json') return column;
  // Elements of a list are values of the field, and nothing is below them.
  return isArray(cell) && cell.every((element) => sizeOf(element) === 0) ? column : undefined;
}
