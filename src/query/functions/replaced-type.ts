import { type Type, varcharOf } from '../types/index.ts';

/** The longest varchar that Trino has. */
const longest = 2_147_483_647;

/** The varchar that a replacement can come to, by Trino's formula over the lengths of text and replacement. */
export function replacedType(
  text: Type | undefined,
  replacement: Type | undefined,
  formula: (text: number, replacement: number) => number,
): Type {
  const lengths = [text, replacement].map((type) => (type?.kind === 'varchar' ? type.length : null));
  const [first, second] = lengths;
  if (typeof first !== 'number' || typeof second !== 'number') return varcharOf(null);
  return varcharOf(Math.min(longest, Math.floor(formula(first, second))));
}
