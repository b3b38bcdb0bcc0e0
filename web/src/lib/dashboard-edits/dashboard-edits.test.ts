import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dashboard, dashboardLimits, type Panel } from '../../../../src/dashboards/index.ts';
import { freshId } from './fresh-id.ts';
import {
  addPanel,
  changePanel,
  duplicatePanel,
  freshPanelId,
  hasRoomForPanel,
  movePanel,
  panelsOf,
  removePanel,
  resizePanel,
  stepPanel,
} from './panels.ts';
import { addSection, removeSection, stepSection, titleSection } from './sections.ts';
import { withOptionalText, withText } from './texts.ts';
import { addVariable, changeVariable, removeVariable, renameVariable, withVariablesOf } from './variables.ts';

const panel = (id: string): Panel => ({
  id,
  title: { en: id },
  counts: 'operations',
  chart: 'value',
  statement: '* | select count(*) as n from operations',
  width: 6,
  height: 4,
});

const mine = Dashboard.parse({
  kind: 'Dashboard',
  id: 'mine',
  title: { en: 'Mine' },
  sections: [{ panels: [panel('a'), panel('b'), panel('c')] }, { title: { en: 'Second' }, panels: [panel('d')] }],
});

const order = (dashboard: Dashboard): string =>
  dashboard.sections.map(({ panels }) => panels.map(({ id }) => id).join('')).join('|');

describe('panels', () => {
  it.each([
    ['to the front', { section: 0, at: 0 }, 'cab|d'],
    ['to where it is', { section: 0, at: 2 }, 'abc|d'],
    ['into another section', { section: 1, at: 0 }, 'ab|cd'],
    ['behind another section', { section: 1, at: 9 }, 'ab|dc'],
    ['into no section', { section: 7, at: 0 }, 'abc|d'],
  ])('move %s', (_where, to, expected) => expect(order(movePanel(mine, 'c', to))).toBe(expected));

  it('step by step wander through the sections, and stop at the ends', () => {
    expect(order(stepPanel(mine, 'c', -1))).toBe('acb|d');
    expect(order(stepPanel(mine, 'c', 1))).toBe('ab|cd');
    expect(order(stepPanel(mine, 'd', -1))).toBe('abcd|');
    expect(stepPanel(mine, 'a', -1)).toBe(mine);
    expect(stepPanel(mine, 'd', 1)).toBe(mine);
  });

  it('are added, copied with an id of their own, changed and removed', () => {
    expect(order(addPanel(mine, panel('e')))).toBe('abc|de');
    expect(order(addPanel(mine, panel('e'), 0))).toBe('abce|d');
    expect(panelsOf(duplicatePanel(mine, 'b')).map(({ id }) => id)).toEqual(['a', 'b', 'b-2', 'c', 'd']);
    expect(order(removePanel(mine, 'b'))).toBe('ac|d');
    expect(panelsOf(changePanel(mine, 'b', (before) => ({ ...before, chart: 'bar' })))[1]?.chart).toBe('bar');
    expect(removePanel(mine, 'nothing')).toBe(mine);
  });

  it('keep within the grid', () => {
    const sized = panelsOf(resizePanel(mine, 'a', { width: 99, height: -3 }))[0];
    expect([sized?.width, sized?.height]).toEqual([12, 1]);
  });

  it('are no more than a dashboard may have', () => {
    let full = mine;
    for (let number = 0; number < 200; number += 1) full = addPanel(full, panel(freshPanelId(full, 'p')));
    expect(panelsOf(full)).toHaveLength(dashboardLimits.panels);
    expect(hasRoomForPanel(full)).toBe(false);
    expect(duplicatePanel(full, 'a')).toBe(full);
  });
});

describe('sections', () => {
  it('are added, moved, titled and removed, one always stays', () => {
    expect(order(addSection(mine))).toBe('abc|d|');
    expect(order(stepSection(mine, 0, 1))).toBe('d|abc');
    expect(stepSection(mine, 0, -1)).toBe(mine);
    expect(titleSection(mine, 0, 'ja', '一').sections[0]?.title).toEqual({ ja: '一' });
    expect(titleSection(mine, 1, 'en', ' ').sections[1]).not.toHaveProperty('title');
    expect(removeSection(removeSection(mine, 0), 0).sections).toHaveLength(1);
  });
});

describe('texts', () => {
  it('change in one language, and never go altogether where one is needed', () => {
    expect(withText({ en: 'a', ja: 'b' }, 'ja', 'c')).toEqual({ en: 'a', ja: 'c' });
    expect(withText({ en: 'a', ja: 'b' }, 'ja', '')).toEqual({ en: 'a' });
    expect(withText({ en: 'a' }, 'en', '')).toEqual({ en: 'a' });
    expect(withOptionalText({ en: 'a' }, 'en', '')).toBeUndefined();
  });
});

describe('ids', () => {
  it.each([
    ['Secret reads, by user', 'secret-reads-by-user'],
    ['403 by user', 'panel-403-by-user'],
    ['谁读了密钥', 'panel'],
    ['Überblick', 'u-berblick'],
    ['taken', 'taken-2'],
  ])('of %s', (title, id) => expect(freshId(title, new Set(['taken']), 'panel')).toBe(id));
});

it('a variable that is renamed is renamed where it is used', () => {
  const statement = "objectRef.resource: ${{ kind |pods}} or verb: ${{kinds|get}} | select '${{kind}}'";
  const using = addVariable(
    changePanel(mine, 'a', (before) => ({ ...before, statement })),
    'en',
  );
  const named = changeVariable(using, 0, (variable) => ({ ...variable, name: 'kind' }));
  const renamed = renameVariable(named, 0, 'resource');
  expect(renamed.variables[0]?.name).toBe('resource');
  expect(panelsOf(renamed)[0]?.statement).toBe(
    "objectRef.resource: ${{resource|pods}} or verb: ${{kinds|get}} | select '${{resource}}'",
  );
});

it('a panel of another dashboard brings the variables that it uses along', () => {
  const variables = ['kind', 'verb', 'unused'].map((name) => ({ name, title: { en: name }, default: 'x' }));
  const uses = { statement: 'objectRef.resource: ${{kind|pods}}', drillDown: 'verb: ${{ verb }}' };
  const having = { ...mine, variables: [{ name: 'kind', title: { en: 'Mine' }, default: 'pods' }] };
  expect(withVariablesOf(having, uses, variables).variables).toEqual([having.variables[0], variables[1]]);
  expect(withVariablesOf(mine, { statement: '*' }, variables)).toBe(mine);
});

/** Any edit there is, at any place. */
const edit: fc.Arbitrary<(dashboard: Dashboard) => Dashboard> = fc
  .record({
    what: fc.integer({ min: 0, max: 11 }),
    which: fc.nat(120),
    place: fc.record({ section: fc.nat(4), at: fc.nat(8) }),
    text: fc.string({ unit: 'grapheme', maxLength: 80 }),
  })
  .map(({ what, which, place, text }) => (dashboard: Dashboard) => {
    const all = panelsOf(dashboard);
    const id = all[which % Math.max(1, all.length)]?.id ?? '';
    const edits = [
      () => addPanel(dashboard, panel(freshPanelId(dashboard, text))),
      () => removePanel(dashboard, id),
      () => duplicatePanel(dashboard, id),
      () => movePanel(dashboard, id, place),
      () => stepPanel(dashboard, id, which % 2 === 0 ? 1 : -1),
      () => resizePanel(dashboard, id, { width: which - 40, height: place.at }),
      () => addSection(dashboard),
      () => removeSection(dashboard, place.section),
      () => titleSection(dashboard, place.section, 'ja', text),
      () => addVariable(dashboard, 'zh-CN'),
      () => changeVariable(dashboard, place.at, (variable) => ({ ...variable, default: text })),
      () => removeVariable(dashboard, place.at),
    ];
    return edits[what]?.() ?? dashboard;
  });

it('any edits in any order leave a dashboard that can be kept, with each panel once', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 60 }), (edits) => {
      const edited = edits.reduce((dashboard, change) => change(dashboard), mine);
      expect(Dashboard.safeParse(edited).error).toBeUndefined();
      const ids = panelsOf(edited).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});
