import type { Cell, Column, Row } from '../expression/index.ts';

/** Columns that a join compares with `==`, by their places in the two tables. */
export interface KeyPair {
  readonly left: number;
  readonly right: number;
}

interface JoinedColumns {
  readonly columns: readonly Column[];
  /** Makes a row of two, of which one may be missing. */
  readonly take: (left: Row | undefined, right: Row | undefined) => Row;
}

/**
 * The columns of a join. Keys of one name are one column; of other columns that several queries have by one name each is `$N.name`; names that
 * only one has stay as they are.
 */
export function joinedColumns(
  left: readonly Column[],
  right: readonly Column[],
  keys: readonly KeyPair[],
): JoinedColumns {
  const merged = keys.filter((key) => left[key.left]?.own === right[key.right]?.own);
  const mergedRight = new Set(merged.map((key) => key.right));
  const keyOfLeft = new Map(merged.map((key) => [key.left, key.right]));
  const rightNames = new Set(right.flatMap(({ own }, index) => (mergedRight.has(index) ? [] : [own])));
  const leftNames = new Set(left.map(({ own }) => own));
  const keptRight = right.flatMap((column, index) => (mergedRight.has(index) ? [] : [{ column, index }]));
  const columns = [
    ...left.map((column, index) => {
      const key = keyOfLeft.get(index);
      const same = key === undefined ? undefined : right[key];
      if (same) return { ...column, queries: [...column.queries, ...same.queries] };
      return rightNames.has(column.own) ? prefixed(column) : column;
    }),
    ...keptRight.map(({ column }) => (leftNames.has(column.own) ? prefixed(column) : column)),
  ];
  const take = (first: Row | undefined, second: Row | undefined): Row => [
    ...left.map((_, index): Cell => {
      const key = keyOfLeft.get(index);
      return first?.[index] ?? (key === undefined || first ? null : (second?.[key] ?? null));
    }),
    ...keptRight.map(({ index }): Cell => second?.[index] ?? null),
  ];
  return { columns, take };
}

/** A column of several queries was a key of all of them, and keeps its name. */
function prefixed(column: Column): Column {
  const [query, ...others] = column.queries;
  return query === undefined || others.length > 0 ? column : { ...column, name: `$${query}.${column.own}` };
}
