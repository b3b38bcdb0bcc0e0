import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Dashboard, dashboardLimits, Panel } from './form.ts';
import { checkDashboard } from './read.ts';

function pageOf(name: string): string {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
}

it('is what the guide says: its dashboard has nothing wrong in it', () => {
  const [, file = ''] = /```yaml\n(.*?)```/s.exec(pageOf('how-to/make-a-dashboard.md')) ?? [];
  const { dashboard, diagnostics } = checkDashboard(file);
  expect(diagnostics).toEqual([]);
  expect(dashboard?.sections[0]?.panels).toHaveLength(2);
});

it('is what the reference says: it has every member that a file may have, and the limits', () => {
  const page = pageOf('reference/dashboards.md');
  const members = [...Object.keys(Dashboard.shape), ...Object.keys(Panel.shape)].filter((name) => name !== 'match');
  for (const name of members) expect(page).toMatch(new RegExp(`^\\| .*\`${name}\``, 'm'));
  for (const most of [dashboardLimits.panels, dashboardLimits.sections, dashboardLimits.columns])
    expect(page).toContain(` ${most} `);
  expect(page).toContain(dashboardLimits.statementBytes.toLocaleString('en'));
});
