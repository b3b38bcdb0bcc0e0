import type { Panel } from '../../../../../src/dashboards/index.ts';

type Threshold = NonNullable<Panel['thresholds']>[number];

/** The level that a number of a column reaches: that of its highest threshold at or below it. */
export function levelOf(
  { thresholds = [] }: Pick<Panel, 'thresholds'>,
  column: string,
  value: number,
): Threshold['level'] | undefined {
  const reached = thresholds.filter((threshold) => threshold.column === column && value >= threshold.at);
  return reached.toSorted((a, b) => b.at - a.at)[0]?.level;
}
