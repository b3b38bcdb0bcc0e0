import { ExactNumber, type Json, scalarText } from '../api/json.ts';

/** A cell as text; NULL has none. */
export function cellText(value: Json | undefined): string | undefined {
  return value === null || value === undefined ? undefined : scalarText(value);
}

/** A cell as a number for a chart; NaN where it is none. */
export function cellNumber(value: Json | undefined): number {
  if (typeof value === 'number') return value;
  if (value instanceof ExactNumber) return Number(value.text);
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

/** The order of two cells of a column: numbers by size, text by its characters, NULL last. */
export function compareCells(a: Json | undefined, b: Json | undefined): number {
  const [left, right] = [cellText(a), cellText(b)];
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  const difference = cellNumber(a ?? null) - cellNumber(b ?? null);
  if (!Number.isNaN(difference)) return difference;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A number as the reader's language groups its digits; every digit stays, also of more than a double holds. */
export function groupDigits(text: string, language: string): string {
  const found = /^(-?\d{4,})(\.\d+)?$/.exec(text);
  if (!found) return text;
  const [, whole = '', fraction = ''] = found;
  return BigInt(whole).toLocaleString(language) + fraction;
}
