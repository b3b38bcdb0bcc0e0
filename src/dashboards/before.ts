/** A half-open range of time, in any unit. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** The range of the same length that ends where this one begins. */
export function periodBefore({ from, to }: Period): Period {
  return { from: from - (to - from), to: from };
}

interface AnswerColumn {
  readonly name: string;
  /** As answers name it, such as `bigint`. */
  readonly type: string;
  /** What its panel says that its values stand for. */
  readonly means?: string | undefined;
}

type AnswerRow = readonly unknown[];

/**
 * Finds the row of the period before that belongs to each row: the first with the same values in all columns that hold no numbers. What
 * stands for something, as a status code does, is a name whatever its type.
 */
export function matchBefore(
  columns: readonly AnswerColumn[],
  rows: readonly AnswerRow[],
  before: readonly AnswerRow[],
): readonly (AnswerRow | undefined)[] {
  const named = columns.flatMap(({ type, means }, index) => (isNumberType(type) && means === undefined ? [] : [index]));
  const keyOf = (row: AnswerRow): string => JSON.stringify(named.map((index) => row[index] ?? null));
  const byKey = new Map(before.toReversed().map((row) => [keyOf(row), row]));
  return rows.map((row) => byKey.get(keyOf(row)));
}

/** Says whether values of a type are numbers. */
export function isNumberType(type: string): boolean {
  return /^(?:tinyint|smallint|integer|bigint|real|double|decimal)\b/.test(type);
}
