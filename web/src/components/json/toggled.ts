/** Which column of each row is unfolded, after one was toggled: folded where it was the one, else shown instead of another of its row. Keeps no row that is gone. */
export function toggled<Row>(
  columns: ReadonlyMap<Row, number>,
  rows: readonly Row[],
  row: Row,
  column: number,
): ReadonlyMap<Row, number> {
  const there = new Set(rows);
  const after = new Map([...columns].filter(([unfolded]) => there.has(unfolded)));
  if (columns.get(row) === column) after.delete(row);
  else after.set(row, column);
  return after;
}
