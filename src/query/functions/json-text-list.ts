import { literal, sql, type SqlNode, parameter } from '../types/index.ts';

/*
 * Compact JSON arrays of texts without escapes, such as sourceIPs and user.groups. What is asked of them is told by regular
 * expressions, which run once a distinct value of a low-cardinality column; the engine's JSON functions parse every row. Text of any
 * other shape is left to them.
 */
const item = String.raw`"[^"\\\x00-\x1f]*"`;
const list = String.raw`^\[(?:${item}(?:,${item})*)?\]$`;

/** Items beyond this place make the expression too long. */
const lastPlace = 16;

/** A condition: whether a text is such an array. */
export function isTextList(text: SqlNode): SqlNode {
  return sql`match(${text}, ${literal(list)})`;
}

/** The number of items. */
export function itemsOfTextList(text: SqlNode): SqlNode {
  return sql`toInt64(intDiv(countSubstrings(${text}, '"'), 2))`;
}

/** The item at a place counted from 0, and whether it is there; null where that place is to be found otherwise. */
export function textOfList(text: SqlNode, place: number): { readonly there: SqlNode; readonly text: SqlNode } | null {
  if (!Number.isInteger(place) || place < 0 || place > lastPlace) return null;
  const before = String.raw`^\[(?:${item},){${place}}`;
  return {
    there: sql`match(${text}, ${literal(`${before}${item}(?:,${item})*\\]$`)})`,
    text: sql`extract(${text}, ${literal(`${before}"([^"]*)"`)})`,
  };
}

/**
 * A condition: whether one of the items is a constant; null where the items would hold it with escapes, and of a comma, which
 * also stands between the quotes of two items.
 */
export function textListHolds(text: SqlNode, value: string): SqlNode | null {
  return /^,$|["\\\p{Cc}]/u.test(value)
    ? null
    : sql`greater(position(${text}, ${parameter(`"${value}"`, 'String')}), 0)`;
}
