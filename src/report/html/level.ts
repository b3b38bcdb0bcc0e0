import { cellNumber } from '../../charts/index.ts';
import type { Panel } from '../../dashboards/index.ts';

export type Level = NonNullable<Panel['thresholds']>[number]['level'];

/** A sign for each level: colour alone tells nothing to some. */
export const levelSigns: Readonly<Record<Level, string>> = { info: '●', warning: '▲', critical: '■' };

/** The level of the highest threshold of a column that a value reaches. */
export function levelOf({ thresholds = [] }: Panel, column: string, value: unknown): Level | undefined {
  const number = cellNumber(value);
  return thresholds
    .filter((threshold) => threshold.column === column && number >= threshold.at)
    .toSorted((a, b) => b.at - a.at)[0]?.level;
}
