import { resolveField } from '../../../../src/query/index.ts';
import { isArray, isObject, type Json, parseJson } from '../../api/json.ts';
import { sizeOf } from './size-of.ts';

/** An object or array that there is something in. */
export interface HeldJson {
  readonly value: Json;
  /** The whole text as it was written; undefined where the cell is no text. */
  readonly text: string | undefined;
}

/** Longer texts are not looked into: a table would stand still while it reads its rows. */
const longest = 65_536;

/**
 * What a cell of a column holds as JSON: an array, a map or a row, or a text that is a whole object or array, as columns of JSON are; else
 * undefined.
 */
export function heldJson(cell: Json | undefined, column: string): HeldJson | undefined {
  if (isArray(cell) || isObject(cell)) return sizeOf(cell) > 0 ? { value: cell, text: undefined } : undefined;
  if (typeof cell !== 'string' || cell.length > longest || !/^\s*[[{]/.test(cell) || isPlain(column)) return undefined;
  const value = parsed(cell);
  return value !== undefined && sizeOf(value) > 0 ? { value, text: cell } : undefined;
}

/** Says whether texts of a column are values of a field, which a client may have made to look like JSON. */
function isPlain(column: string): boolean {
  const reference = resolveField(column);
  return reference !== undefined && (reference.kind !== 'field' || reference.field.type !== 'json');
}

/** Undefined for what is no JSON, or so deep that it cannot be read. */
function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
