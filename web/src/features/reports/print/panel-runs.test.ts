import { expect, it } from 'vitest';
import type { Panel } from '../../../../../src/dashboards/index.ts';
import { panelRuns } from './panel-runs.ts';

const panels = (...charts: readonly Panel['chart'][]) => charts.map((chart, index) => ({ id: `p${index}`, chart }));

it('keeps values that follow each other together, and all panels in their order', () => {
  const runs = panelRuns(panels('value', 'value', 'table', 'line', 'value'));
  expect(runs.map((run) => run.map(({ id }) => id))).toEqual([['p0', 'p1'], ['p2', 'p3'], ['p4']]);
});

it('has no run where there is no panel', () => expect(panelRuns([])).toEqual([]));
