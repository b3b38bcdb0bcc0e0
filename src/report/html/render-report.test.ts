import { describe, expect, it } from 'vitest';
import { readDashboard } from '../../dashboards/index.ts';
import { renderReport } from '../index.ts';
import type { PanelAnswer } from '../run/panel.ts';

const hostile = `</svg></text></table><script>alert(1)</script>"'\u202e`;

const panels = [
  { id: 'total', chart: 'value', compare: true, thresholds: [{ column: 'n', at: 5, level: 'warning' }] },
  { id: 'users', chart: 'table', compare: true, columns: [{ name: 'n', unit: 'count', title: { en: 'Requests' } }] },
  ...['line', 'area', 'bar', 'pie', 'map', 'heat'].map((chart) => ({ id: chart, chart })),
  { id: 'broken', chart: 'table' },
  { id: 'empty', chart: 'list' },
];
const { dashboard } = readDashboard(
  JSON.stringify({
    kind: 'Dashboard',
    id: 'mine',
    title: { en: 'Mine', ja: '私の' },
    filters: ['user'],
    variables: [{ name: 'kind', title: { en: 'Kind' }, default: 'pods' }],
    sections: [
      {
        title: { en: 'All <of> it', ja: 'すべて' },
        panels: panels.map((panel) => ({
          title: { en: `Panel ${panel.id}` },
          counts: 'operations',
          statement: `* | select 'x' as "user", 'y' as verb, 1 as n from log`,
          ...panel,
        })),
      },
    ],
  }),
);

function answerOf(id: string): PanelAnswer {
  const columns = [
    { name: 'user', type: 'varchar' },
    { name: 'verb', type: 'varchar' },
    { name: 'n', type: 'bigint' },
  ];
  const rows = [
    [hostile, 'get', 1200],
    ['Japan', 'list', '123456789012345678901'],
    [null, 'get', null],
  ];
  const facts = { id, title: `Panel ${id}`, counts: 'operations', query: '* | select 1 < 2', elapsedMs: 1 } as const;
  const chart = dashboard?.sections[0]?.panels.find((panel) => panel.id === id)?.chart ?? 'table';
  switch (id) {
    case 'total': {
      const before = { from: '', to: '', rows: [[8]] };
      return { ...facts, chart, columns: columns.slice(2), rows: [[10]], before };
    }
    case 'users': {
      const before = { from: '', to: '', rows: [[hostile, 'get', 7]] };
      return { ...facts, chart, columns, rows, before };
    }
    case 'broken':
      return { ...facts, chart, columns: [], rows: [], error: { code: 'x', message: `no ${hostile}` } };
    case 'empty':
      return { ...facts, chart, columns, rows: [] };
    default:
      return { ...facts, chart, columns, rows };
  }
}

async function render(language: string): Promise<string> {
  if (!dashboard) throw new Error('the dashboard is one');
  const page = await renderReport({
    dashboard,
    answer: {
      id: 'mine',
      title: 'Mine',
      from: '2026-11-20T00:00:00.000000Z',
      to: '2026-11-27T00:00:00.000000Z',
      clusters: ['prod', hostile, 'one', 'more'],
      panels: panels.map(({ id }) => answerOf(id)),
    },
    language,
    timeZone: 'Asia/Tokyo',
    filters: { user: [hostile] },
    variables: { kind: 'secrets' },
    completeness: [
      {
        cluster: 'prod',
        completeness: {
          period: { from: Date.UTC(2026, 10, 20), to: Date.UTC(2026, 10, 27) },
          expected: 100_000,
          stored: 99_999,
          ratio: 0.99999,
          basis: 'metrics',
          reason: null,
          sources: [],
        },
      },
      { cluster: hostile, completeness: undefined },
    ],
    madeBy: hostile,
    madeAt: new Date('2026-11-27T01:00:00Z'),
  });
  return page.replaceAll(/\s*\n\s*/g, '');
}

describe('a report as HTML', () => {
  it('says at its foot how complete the record is, which nothing missing makes whole, and by whose count', async () => {
    const page = await render('en');
    const foot = page.slice(page.indexOf('<footer>'));
    expect(foot).toContain('99.9%: 99,999 of 100,000 events are stored, as the API servers count them');
    expect(foot).toContain('unknown (the store did not answer)');
    expect(foot).toContain('Further clusters, not asked: 2');
    expect(await render('ja')).toContain('記録の完全性');
  });

  it('has a picture of each chart, the numbers beside it, and who made it, when, of what', async () => {
    const page = await render('en');
    expect(page.match(/<svg /g)).toHaveLength(6);
    expect(page).toContain('▲ 25% · Period before: 8');
    expect(page).toContain('▲ Warning');
    expect(page).toContain('Nov 20, 2026, 9:00:00 AM – Nov 27, 2026, 9:00:00 AM (Asia/Tokyo)');
    expect(page).toContain('Kind: secrets');
    expect(page).toContain('123,456,789,012,345,678,901');
    expect(page).toContain('Nothing in this range.');
    expect(page).toContain('<h2>All &lt;of&gt; it</h2>');
    expect(page).toContain('<pre>* | select 1 &lt; 2</pre>');
  });

  it('holds no markup of an event, no script and no address', async () => {
    const page = await render('en');
    expect(page).not.toMatch(/<script|<img|<a |href=|src=|url\(['"]?(?!#)|@import|alert\(1\)<\/script>/);
    expect(page).not.toContain('\u202e');
    expect(page.match(/&lt;script&gt;alert\(1\)/g)?.length).toBeGreaterThan(5);
    expect(page.match(/<\/svg>/g)).toHaveLength(6);
  });

  it('is in the language asked for', async () => {
    const page = await render('ja');
    expect(page).toContain('<html lang="ja">');
    expect(page).toContain('<dt>期間</dt><dd>2026/11/20 9:00:00');
    expect(page).toContain('前の期間: 8');
    expect(await render('zh-CN')).toContain('该时间范围内没有数据。');
  });

  it('is drawn in colours of the reader’s own theme', async () => {
    const page = await render('en');
    const drawn = page.slice(page.indexOf('<body>'));
    expect(drawn).toContain('fill="var(--ink)"');
    expect(drawn).not.toMatch(/(?:fill|stroke)="#1b1f27"/);
  });
});
