import type { Dashboard } from '../../../../../src/dashboards/index.ts';

/** Columns of the grid that panels stand in. */
const columns = 12;

/** Ids of the panels that stand side by side on top of a report. */
export function firstRow({ sections }: Pick<Dashboard, 'sections'>): readonly string[] {
  const panels = sections[0]?.panels ?? [];
  let width = 0;
  const next = panels.findIndex((panel) => (width += panel.width) > columns);
  return panels.slice(0, next < 0 ? panels.length : Math.max(next, 1)).map(({ id }) => id);
}
