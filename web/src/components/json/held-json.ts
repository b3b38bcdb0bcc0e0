import { isArray, isObject, type Json, jsonText, parseJson } from '../../api/json.ts';
import { sizeOf } from './size-of.ts';

/** An object or array that there is something in, and its text. */
export interface HeldJson {
  readonly value: Json;
  readonly text: string;
}

/** Longer texts are not looked into: a table would stand still while it reads its rows. */
const longest = 1_000_000;

/** What a cell holds as JSON: an array, a map or a row, or a text that is a whole object or array, as columns of JSON are; else undefined. */
export function heldJson(cell: Json | undefined): HeldJson | undefined {
  if (cell === undefined) return undefined;
  if (isArray(cell) || isObject(cell)) return sizeOf(cell) > 0 ? { value: cell, text: jsonText(cell) } : undefined;
  if (typeof cell !== 'string' || cell.length > longest || !/^\s*[[{]/.test(cell)) return undefined;
  const value = parsed(cell);
  return value !== undefined && sizeOf(value) > 0 ? { value, text: cell } : undefined;
}

/** Undefined for what is no JSON, or so deep that it cannot be read. */
function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
