import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bindDrillDown, bindStatement, checkDashboard } from '../../dashboards/index.ts';
import { splitStatement } from '../../query/index.ts';
import { runOver, startRecorded } from './testkit/recorded-engine.ts';
import { modern, onAlibaba } from './testkit/recorded-clusters.ts';
import type { TestEngine } from '../../store/testkit.ts';

const folder = new URL('../../../content/dashboards/', import.meta.url);
const both = {
  names: [modern.name, onAlibaba.name],
  period: { from: onAlibaba.period.from, to: modern.period.to },
};
let engine: TestEngine;

beforeAll(async () => {
  engine = await startRecorded();
});
afterAll(() => engine.close());

/** What the pages of one thing are about here: something that the recordings have. */
const variables = {
  user: 'mallory@corp.example',
  address: '1.2.3.4',
  namespace: 'prod',
  resource: 'deployments',
  name: 'web',
};

describe.each(readdirSync(folder))('%s', (file) => {
  const { dashboard, broken, diagnostics } = checkDashboard(readFileSync(new URL(file, folder), 'utf8'));
  const panels = dashboard?.sections.flatMap((section) => section.panels) ?? [];

  test('has nothing wrong in it', () => {
    expect({ broken, diagnostics }).toEqual({ broken: [], diagnostics: [] });
  });

  test.each(dashboard?.variables.filter(({ suggest }) => suggest !== undefined) ?? [])(
    'has values for $name',
    async ({ suggest = '' }) => {
      const bound = bindStatement(suggest, { variables });
      expect((await runOver(engine, both, bound)).rows.length).toBeGreaterThan(1);
    },
  );

  test.each(panels)('each number of $id leads to its events', async (panel) => {
    const { columns, rows } = await runOver(engine, both, bindStatement(panel.statement, { variables }));
    const at = columns.findIndex((name) => name === 'n' || name === 'events');
    const absent = rows.filter((row) => row.includes(null)).slice(0, 1);
    for (const row of at < 0 ? [] : [...rows.slice(0, 1), ...absent, ...rows.slice(1).slice(-1)]) {
      const cells = Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]));
      const behind = bindDrillDown(panel, cells, { variables });
      if (!behind.ok) throw new Error(JSON.stringify(behind.diagnostics));
      if (splitStatement(behind.value).analysis) {
        // What no search can say is listed by a statement.
        const { rows: listed } = await runOver(engine, both, behind);
        expect(listed.length, behind.value).toBe(Number(row[at]));
        continue;
      }
      const count = `${behind.value} | select count(*) from ${panel.counts === 'events' ? 'log' : 'operations'}`;
      const [[found] = []] = (await runOver(engine, both, { ok: true, value: count, diagnostics: [] })).rows;
      expect(found, behind.value).toBeGreaterThanOrEqual(Number(row[at]));
    }
  });

  const withNumbers = panels.filter(({ columns = [] }) => columns.some(({ drillDown }) => drillDown !== undefined));
  test.each(withNumbers)('each column of $id counts what its own search finds', async (panel) => {
    const { columns, rows } = await runOver(engine, both, bindStatement(panel.statement, { variables }));
    for (const { name, drillDown } of panel.columns ?? []) {
      const at = columns.indexOf(name);
      // A row where there is something to find.
      const row = rows.find((cells) => Number(cells[at]) > 0) ?? rows[0];
      if (drillDown === undefined || !row) continue;
      const cells = Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]));
      const behind = bindDrillDown(panel, cells, { variables }, name);
      if (!behind.ok) throw new Error(JSON.stringify(behind.diagnostics));
      const count = `${behind.value} | select count(*) from ${panel.counts === 'events' ? 'log' : 'operations'}`;
      const [[found] = []] = (await runOver(engine, both, { ok: true, value: count, diagnostics: [] })).rows;
      expect(Number(found), `${name}: ${behind.value}`).toBe(Number(row[at]));
    }
  });
});
