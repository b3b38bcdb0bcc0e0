import { expect, it } from 'vitest';
import { Dashboard } from './form.ts';

const panel = {
  id: 'operations',
  title: { en: 'Operations' },
  counts: 'operations',
  chart: 'value',
  statement: '* | select count(*) as n from operations',
};
const dashboard = { kind: 'Dashboard', id: 'mine', title: { en: 'Mine' }, sections: [{ panels: [panel] }] };

it('has defaults for what a small dashboard leaves out', () => {
  expect(Dashboard.parse(dashboard)).toMatchObject({
    range: '-7d',
    filters: [],
    variables: [],
    sections: [{ panels: [{ width: 6, height: 4 }] }],
  });
});

it.each([
  ['a title in no language', { ...dashboard, title: {} }, ['title']],
  ['an unknown key', { ...dashboard, colour: 'red' }, []],
  ['an id that no address can hold', { ...dashboard, id: '../x' }, ['id']],
  [
    '500 panels',
    { ...dashboard, sections: [{ panels: Array.from({ length: 500 }, () => panel) }] },
    ['sections', 0, 'panels'],
  ],
  [
    'an unknown chart',
    { ...dashboard, sections: [{ panels: [{ ...panel, chart: 'radar' }] }] },
    ['sections', 0, 'panels', 0, 'chart'],
  ],
])('refuses %s, and says where', (_what, given, path) => {
  expect(Dashboard.safeParse(given).error?.issues.map((issue) => issue.path)).toEqual([path]);
});
