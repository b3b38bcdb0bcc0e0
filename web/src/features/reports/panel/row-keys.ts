import type { PanelColumn } from './panel-columns.ts';

/** A key for each row that it keeps when it is counted again: what its columns that hold no numbers say, and which of the rows that say this it is. */
export function rowKeys(
  columns: readonly Pick<PanelColumn, 'at' | 'isNumber'>[],
  rows: readonly (readonly unknown[])[],
): readonly string[] {
  const named = columns.filter(({ isNumber }) => !isNumber);
  const times = new Map<string, number>();
  return rows.map((row) => {
    const name = JSON.stringify(named.map(({ at }) => row[at]));
    const time = times.get(name) ?? 0;
    times.set(name, time + 1);
    return `${time} ${name}`;
  });
}
