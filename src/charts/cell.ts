/** A cell as text; NULL has none. */
export function cellText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' ? value : jsonText(value);
}

/** What stands for a number that a double cannot hold is text in JSON: its digits. */
function jsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.startsWith('"') ? String(JSON.parse(text)) : text;
}

/** A cell as a number for a chart; NaN where it is none. */
export function cellNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  const text = cellText(value) ?? '';
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** The order of two cells of a column: numbers by size, text by its characters, NULL last. */
export function compareCells(a: unknown, b: unknown): number {
  const [left, right] = [cellText(a), cellText(b)];
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  const difference = cellNumber(a) - cellNumber(b);
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
