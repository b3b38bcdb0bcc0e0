/** A value of a row, or of a part of a condition. Numbers that a double does not hold are texts. */
export type Cell = string | number | boolean | null;

const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A value as text. What is missing is the empty text. */
export function textOf(cell: Cell): string {
  return cell === null ? '' : String(cell);
}

/** What a value parses as: a yes or no is a text here. */
export function parsedNumber(cell: Cell): number | undefined {
  if (typeof cell === 'number') return Number.isNaN(cell) ? undefined : cell;
  return typeof cell === 'string' && number.test(cell) ? Number(cell) : undefined;
}

/** What a value is where a number is wanted: yes is 1 and no is 0. */
export function numberOf(cell: Cell): number | undefined {
  if (cell === true || cell === 'true') return 1;
  if (cell === false || cell === 'false') return 0;
  return parsedNumber(cell);
}

/** The same for two values just if a condition finds them equal by `==`. */
export function equalityKey(cell: Cell): string {
  const parsed = parsedNumber(cell);
  // 0 and -0 are the same text.
  return parsed === undefined ? `t${textOf(cell)}` : `n${parsed}`;
}
