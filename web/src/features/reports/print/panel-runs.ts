import type { Panel } from '../../../../../src/dashboards/index.ts';

/** The panels of a section in runs of single values, which stand beside each other on paper, and of others, which have its whole width. */
export function panelRuns<Given extends Pick<Panel, 'chart'>>(
  panels: readonly Given[],
): readonly (readonly [Given, ...Given[]])[] {
  const runs: [Given, ...Given[]][] = [];
  for (const panel of panels) {
    const last = runs.at(-1);
    if (last && isValue(last[0]) === isValue(panel)) last.push(panel);
    else runs.push([panel]);
  }
  return runs;
}

const isValue = ({ chart }: Pick<Panel, 'chart'>): boolean => chart === 'value';
