// Dashboards over what kube-apiserver recorded, asked as people ask: by HTTP, with and without limits.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type Answer, startTestServer, type TestServer } from '../../app/testkit.ts';
import { shippedStatement } from '../../vulnerabilities/testkit/shipped.ts';
import { DashboardRunAnswer } from '../schemas/index.ts';

const recorded = path.resolve(import.meta.dirname, '../../../test/fixtures/recorded/ack-v1');
const log = [
  gunzipSync(readFileSync(path.join(recorded, 'kubernetes-2026-11-20T18-06-33.126.audit.gz'))),
  readFileSync(path.join(recorded, 'kubernetes.audit')),
];
const range = { from: '2026-11-20T18:00:00Z', to: '2026-11-20T18:30:00Z' };
const json = { 'content-type': 'application/json' };
let server: TestServer;
let folder = '';

type Panel = Readonly<Record<string, unknown>> & { readonly statement: string };

function panel(id: string, statement: string, more: object = {}): Panel {
  return { id, title: { en: id, ja: `${id} ja` }, counts: 'events', chart: 'table', statement, ...more };
}

function dashboard(id: string, panels: readonly Panel[], more: object = {}) {
  return { kind: 'Dashboard', id, title: { en: id, 'zh-CN': `${id} zh` }, sections: [{ panels }], ...more };
}

const traffic = dashboard(
  'traffic',
  [
    panel('total', '* | select count(*) as n', { chart: 'value', compare: true }),
    panel('by-user', '* | select "user.username" as who, count(*) as n group by who order by n desc, who limit 20'),
    panel('exec', 'objectRef.subresource: ${{subresource|exec}} | select count(*) as n'),
    panel('list', 'verb: delete', { chart: 'list' }),
    panel('wrong', '* | select nothing_of_that_name'),
    panel('namespaces', '* | select distinct "objectRef.namespace" as namespace order by namespace limit 100'),
    panel(
      'many',
      '* | select auditID, requestURI, userAgent, annotations, "user.groups" order by auditID limit 100000',
    ),
  ],
  {
    filters: ['namespace', 'user', 'code'],
    variables: [
      {
        name: 'subresource',
        title: { en: 'Subresource' },
        default: 'exec',
        suggest:
          '* | select distinct "objectRef.subresource" as value where "objectRef.subresource" is not null limit 100',
      },
    ],
  },
);

const cves = {
  kind: 'Dashboard',
  id: 'cves',
  title: { en: 'CVEs' },
  sections: [
    { panels: [], include: 'cve-attempts' },
    {
      panels: [
        panel('versions', shippedStatement('clients'), { match: 'vulnerable-versions' }),
        panel('nodes', shippedStatement('nodes'), { match: 'vulnerable-versions' }),
      ],
    },
    { panels: [], include: 'cve-without-trace' },
  ],
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'dashboards-'));
  writeFileSync(path.join(folder, 'traffic.yaml'), JSON.stringify(traffic));
  writeFileSync(path.join(folder, 'cves.yaml'), JSON.stringify(cves));
  writeFileSync(path.join(folder, 'broken.yaml'), 'kind: Dashboard\nid: broken\n');
  server = await startTestServer({ dashboards: folder });
  const token = await server.addCluster('ack');
  await server.addCluster('empty');
  const bearer = { authorization: `Bearer ${token}` };
  for (const body of log) await server.call('POST', '/ingest/v1/clusters/ack/audit?wait=stored', body, bearer);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

type Caller = (method: string, target: string, body?: unknown) => Promise<Answer>;

const admin: Caller = (method, target, body) =>
  server.call(method, target, body === undefined ? undefined : JSON.stringify(body), body === undefined ? {} : json);

let callers = 0;
async function callerOf(role: string, limits: object): Promise<Caller> {
  callers += 1;
  const added = await admin('POST', '/api/v1/api-tokens', { name: `c${callers}`, role, limits });
  const authorization = `Bearer ${(added.body as { token: string }).token}`;
  return (method, target, body) =>
    server.call(method, target, body === undefined ? undefined : JSON.stringify(body), {
      authorization,
      ...(body === undefined ? {} : json),
    });
}

type Run = z.output<typeof DashboardRunAnswer>;

async function run(question: object = {}, { id = 'traffic', call = admin } = {}): Promise<Run> {
  const { status, body } = await call('POST', `/api/v1/dashboards/${id}/run`, { ...range, ...question });
  expect([status, body]).toMatchObject([200, {}]);
  return DashboardRunAnswer.parse(body);
}

const rowsOf = ({ panels }: Run, id: string) => panels.find((panel) => panel.id === id)?.rows;

describe('a run', () => {
  test('answers every panel in order; one that fails says so and the others go on', async () => {
    const answer = await run();
    expect(answer).toMatchObject({ id: 'traffic', title: 'traffic', from: '2026-11-20T18:00:00.000000Z' });
    expect(answer.clusters).toEqual(['ack', 'empty']);
    expect(answer.panels.map(({ id }) => id)).toEqual(traffic.sections[0]?.panels.map(({ id }) => id));
    expect(rowsOf(answer, 'total')).toEqual([[4369]]);
    expect(rowsOf(answer, 'exec')).toEqual([[18]]);
    expect(answer.panels.find(({ id }) => id === 'wrong')).toMatchObject({
      rows: [],
      error: { code: 'invalid-query', diagnostics: [{ severity: 'error' }] },
    });
    expect(answer.panels.find(({ id }) => id === 'many')).toMatchObject({ limited: expect.any(Number) });
    expect(JSON.stringify(answer).length).toBeLessThan(8 << 20);
  });

  test('every query runs as it stands and gives the same rows', async () => {
    for (const question of [
      {},
      { filters: { namespace: ['audit-demo', 'kube-system'], code: [200, '201'] } },
      { filters: { user: ["o'hara", 'a "quoted" user', 'x:y* or 1', '日本語'] } },
      { variables: { subresource: "attach' or '1'='1" } },
      { clusters: ['empty'] },
    ]) {
      const answer = await run(question);
      for (const { id, query, rows, error } of answer.panels) {
        const { from, to, clusters } = answer;
        const asked = await admin('POST', '/api/v1/query', { query, from, to, clusters });
        if (error) expect(asked.status).toBe(400);
        else {
          const { rows: again } = asked.body as { rows: unknown[] };
          expect([id, again.slice(0, rows.length)]).toEqual([id, rows]);
        }
      }
    }
  });

  test('filters and variables count what they say', async () => {
    const events = log.flatMap((body) => body.toString().trim().split('\n')).map((line) => JSON.parse(line));
    const inNamespace = events.filter(({ objectRef }) => objectRef?.namespace === 'kube-system').length;
    expect(rowsOf(await run({ filters: { namespace: ['kube-system'] } }), 'total')).toEqual([[inNamespace]]);
    const attach = events.filter(({ objectRef }) => objectRef?.subresource === 'attach').length;
    expect(rowsOf(await run({ variables: { subresource: 'attach' } }), 'exec')).toEqual([[attach]]);
    expect(rowsOf(await run({ filters: { user: ['nobody of that name'] } }), 'total')).toEqual([[0]]);
  });

  test('panels and titles are those that were asked for', async () => {
    const answer = await run({ panels: ['exec', 'total'], language: 'ja-JP' });
    expect(answer.panels.map(({ id, title }) => [id, title])).toEqual([
      ['total', 'total ja'],
      ['exec', 'exec ja'],
    ]);
    expect((await run({ panels: [], language: 'zh-CN' })).title).toBe('traffic zh');
  });

  test('a list of a search shows what it found, the latest first', async () => {
    const [list] = (await run({ panels: ['list'] })).panels;
    expect(list?.columns.map(({ name }) => name)).toContain('objectRef.name');
    const times = list?.rows.map(([time]) => time) ?? [];
    expect(times.length).toBeGreaterThan(10);
    expect(times).toEqual([...times].toSorted().toReversed());
  });

  test.each([
    ['an unknown dashboard', '/api/v1/dashboards/none/run', {}, 404],
    ['an unknown panel', '/api/v1/dashboards/traffic/run', { panels: ['none'] }, 404],
    ['an unknown cluster', '/api/v1/dashboards/traffic/run', { clusters: ['none'] }, 404],
    ['an unknown variable', '/api/v1/dashboards/traffic/run', { variables: { none: '1' } }, 400],
    ['an empty range', '/api/v1/dashboards/traffic/run', { from: range.to, to: range.from }, 400],
    ['a time that is none', '/api/v1/dashboards/traffic/run', { from: 'yesterday' }, 400],
    ['an unknown filter', '/api/v1/dashboards/traffic/run', { filters: { verb: ['get'] } }, 400],
    ['a zone that is none', '/api/v1/dashboards/traffic/run', { timeZone: 'Mars/Base' }, 400],
    ['an own dashboard that is none', '/api/v1/dashboards/run', { dashboard: { kind: 'x' } }, 400],
    ['no dashboard', '/api/v1/dashboards/run', {}, 400],
  ])('of %s is refused', async (_what, target, question, status) => {
    const { status: answered, body } = await admin('POST', target, { ...range, ...question });
    expect([answered, body]).toMatchObject([status, { error: { message: expect.any(String) } }]);
  });

  test('a code that is no number fails the panels, and ten years are a range like any other', async () => {
    const answer = await run({ filters: { code: ['forbidden'] } });
    expect(answer.panels.every(({ error }) => error?.code === 'invalid-query')).toBe(true);
    const years = await run({ from: '2017-01-01', to: '2027-01-01', panels: ['total'] });
    expect(years.panels).toMatchObject([{ rows: [[4369]], before: { none: 'no-earlier-event' } }]);
  });
});

describe('the period before', () => {
  test('is compared where there are events before it, and is never nothing where there are none', async () => {
    const before = async (question: object, call = admin) =>
      (await run({ panels: ['total'], ...question }, { call })).panels[0]?.before;
    const events = log.flatMap((body) => body.toString().trim().split('\n')).map((line) => JSON.parse(line));
    const inside = (from: string, to: string): number =>
      events.filter(({ stageTimestamp }) => stageTimestamp >= from && stageTimestamp < to).length;
    const minutes = { from: '2026-11-20T18:06:00Z', to: '2026-11-20T18:06:20Z' };
    expect(await before(minutes)).toEqual({
      from: '2026-11-20T18:05:40.000000Z',
      to: '2026-11-20T18:06:00.000000Z',
      rows: [[inside('2026-11-20T18:05:40.000000Z', '2026-11-20T18:06:00.000000Z')]],
    });
    expect(await before({})).toEqual({ none: 'no-earlier-event' });
    expect(await before({ ...minutes, clusters: ['empty'] })).toEqual({ none: 'no-earlier-event' });
    const nobody = await callerOf('viewer', { clusters: null, namespaces: ['none-of-that-name'] });
    expect(await before(minutes, nobody)).toEqual({ none: 'no-earlier-event' });
    await admin('POST', '/api/v1/clusters', { name: 'short', retentionDays: 1 });
    const today = { from: '-20h', to: 'now', clusters: ['short'] };
    expect(await before(today)).toEqual({ none: 'retention' });
  });
});

test('a caller limited to a namespace gets nothing of another one, anywhere', async () => {
  const events = log.flatMap((body) => body.toString().trim().split('\n')).map((line) => JSON.parse(line));
  const own = events.filter(({ objectRef }) => objectRef?.namespace === 'kube-system');
  const call = await callerOf('viewer', { clusters: null, namespaces: ['kube-system'] });
  const answer = await run({}, { call });
  expect(rowsOf(answer, 'total')).toEqual([[own.length]]);
  expect(rowsOf(answer, 'namespaces')).toEqual([['kube-system']]);
  for (const question of [{ filters: { namespace: ['audit-demo'] } }, { filters: { namespace: ['default'] } }])
    expect(rowsOf(await run(question, { call }), 'total')).toEqual([[0]]);
  const values = async (who: Caller) =>
    (await who('POST', '/api/v1/dashboards/traffic/suggest', { variable: 'subresource', ...range })).body;
  const subresources = new Set(own.map(({ objectRef }) => objectRef.subresource).filter(Boolean));
  expect(((await values(call)) as { values: string[] }).values.toSorted()).toEqual([...subresources].toSorted());
  expect(((await values(admin)) as { values: string[] }).values).toContain('exec');
});

test('panels that come with the CVE data stand where they are included, and say of when the data is', async () => {
  const { body } = await admin('GET', '/api/v1/dashboards/cves?language=ja');
  const { sections } = (body as { dashboard: { sections: { panels: { id: string; title: object }[] }[] } }).dashboard;
  const ids = sections.map(({ panels }) => panels.map(({ id }) => id));
  expect(ids[0]).toContain('cve-2020-8554');
  expect(ids[2]).toEqual(['without-trace']);
  const asked = ['cve-2020-8554', 'versions', 'nodes', 'without-trace'];
  const answer = await run({ panels: asked, language: 'ja' }, { id: 'cves' });
  expect(answer.panels.map(({ id, error }) => [id, error])).toEqual(asked.map((id) => [id, undefined]));
  const [attempts, versions, nodes, without] = answer.panels;
  expect(attempts?.rows.length).toBeGreaterThan(0);
  expect(attempts?.notes).toEqual([expect.stringMatching(/\d{4}-\d\d-\d\d/)]);
  const found = versions?.rows.map(([cve, , component, version]) => [cve, component, version]);
  expect(found).toContainEqual(['CVE-2021-25737', 'kube-apiserver', 'v1.20.2']);
  expect(versions?.columns.map(({ name }) => name)).toContain('fixedIn');
  expect(versions?.notes?.[0]).toMatch(/\d{4}-\d\d-\d\d/);
  expect(nodes?.rows.some(([, , component]) => component === 'kubelet')).toBe(true);
  expect(without?.rows.length).toBeGreaterThan(10);
  expect(without?.rows.every(([cve]) => String(cve).startsWith('CVE-'))).toBe(true);
});

test('a report is one HTML file, for whoever asks for it', async () => {
  const { status, body, headers } = await admin('POST', '/api/v1/dashboards/traffic/html', {
    ...range,
    language: 'ja',
  });
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('text/html');
  expect(headers.get('x-failed-panels')).toBe('wrong');
  expect(body).toContain('total ja');
  expect(body).toContain('local-admin');
  const wrong = await admin('POST', '/api/v1/dashboards/traffic/html', { ...range, language: '"><script>' });
  expect(wrong.status).toBe(400);
});

test('values of a variable are completed by their beginning, in any case', async () => {
  const suggest = { variable: 'subresource', prefix: 'EX', ...range };
  const { body } = await admin('POST', '/api/v1/dashboards/traffic/suggest', suggest);
  expect(body).toEqual({ values: ['exec'] });
  const unknown = await admin('POST', '/api/v1/dashboards/traffic/suggest', { ...suggest, variable: 'none' });
  expect(unknown.status).toBe(404);
});

describe('dashboards that people make', () => {
  const mine = (id: string, statement = '* | select count(*) as n') => dashboard(id, [panel('n', statement)]);

  test('are kept with their versions; of two who change one, the second is told', async () => {
    expect((await admin('POST', '/api/v1/dashboards', { dashboard: mine('mine') })).body).toMatchObject({
      id: 'mine',
      version: 1,
      savedBy: 'local-admin',
      project: null,
    });
    expect((await admin('POST', '/api/v1/dashboards', { dashboard: mine('mine') })).status).toBe(409);
    const change = { dashboard: mine('mine', 'verb: get | select count(*) as n'), basedOn: 1 };
    expect((await admin('PUT', '/api/v1/dashboards/mine', change)).body).toMatchObject({ version: 2 });
    expect((await admin('PUT', '/api/v1/dashboards/mine', change)).status).toBe(409);
    expect((await admin('PUT', '/api/v1/dashboards/other', change)).status).toBe(404);
    const versions = await admin('GET', '/api/v1/dashboards/mine/versions');
    expect(versions.body).toMatchObject({ items: [{ version: 2 }, { version: 1, savedBy: 'local-admin' }] });
    const first = await admin('GET', '/api/v1/dashboards/mine/versions/1');
    expect(first.body).toMatchObject({ yaml: expect.not.stringContaining('verb') });
    expect((await admin('GET', '/api/v1/dashboards/mine/versions/9')).status).toBe(404);
    const answer = await run({}, { id: 'mine' });
    expect(answer.panels[0]?.query).toContain('verb');
    expect((await admin('DELETE', '/api/v1/dashboards/mine')).status).toBe(200);
    expect((await admin('GET', '/api/v1/dashboards/mine')).status).toBe(404);
    const activity = await admin('GET', '/api/v1/activity?limit=100');
    for (const action of ['dashboard-add', 'dashboard-change', 'dashboard-delete', 'dashboard-run'])
      expect(activity.body).toMatchObject({
        items: expect.arrayContaining([expect.objectContaining({ action, target: 'mine', outcome: 'done' })]),
      });
  });

  test('can have no id of a file, and files are not theirs to change', async () => {
    expect((await admin('POST', '/api/v1/dashboards', { dashboard: mine('traffic') })).status).toBe(409);
    expect((await admin('DELETE', '/api/v1/dashboards/traffic')).status).toBe(404);
    const { body } = await admin('GET', '/api/v1/dashboards');
    expect(body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id: 'traffic', source: 'folder', editable: false })]),
      unreadable: [{ source: 'folder', name: 'broken.yaml', diagnostics: expect.any(Array) }],
    });
  });

  test('are read by viewers and changed by analysts of their project, and are unknown to others', async () => {
    await admin('PATCH', '/api/v1/clusters/ack', { project: 'shop' });
    const viewer = await callerOf('viewer', { clusters: ['ack'], namespaces: null });
    const analyst = await callerOf('analyst', { clusters: ['ack'], namespaces: null });
    const stranger = await callerOf('analyst', { clusters: ['empty'], namespaces: null });
    expect((await viewer('POST', '/api/v1/dashboards', { dashboard: mine('shop') })).status).toBe(403);
    const everybody = { dashboard: mine('shop'), project: null };
    expect((await analyst('POST', '/api/v1/dashboards', everybody)).status).toBe(403);
    expect((await analyst('POST', '/api/v1/dashboards', { ...everybody, project: 'other' })).status).toBe(403);
    expect((await analyst('POST', '/api/v1/dashboards', { dashboard: mine('shop') })).body).toMatchObject({
      project: 'shop',
    });
    expect((await viewer('GET', '/api/v1/dashboards/shop')).body).toMatchObject({ editable: false });
    expect((await analyst('GET', '/api/v1/dashboards/shop')).body).toMatchObject({ editable: true, version: 1 });
    const change = { dashboard: mine('shop'), basedOn: 1 };
    for (const [method, target, body] of [
      ['GET', '/api/v1/dashboards/shop', undefined],
      ['GET', '/api/v1/dashboards/shop/versions', undefined],
      ['GET', '/api/v1/dashboards/shop/versions/1', undefined],
      ['POST', '/api/v1/dashboards/shop/run', range],
      ['PUT', '/api/v1/dashboards/shop', change],
      ['DELETE', '/api/v1/dashboards/shop', undefined],
    ] as const)
      expect([method, target, (await stranger(method, target, body)).status]).toEqual([method, target, 404]);
    expect(JSON.stringify((await stranger('GET', '/api/v1/dashboards')).body)).not.toContain('"shop"');
    expect((await analyst('PUT', '/api/v1/dashboards/shop', { ...change, project: null })).status).toBe(403);
    expect((await viewer('DELETE', '/api/v1/dashboards/shop')).status).toBe(403);
    expect((await analyst('DELETE', '/api/v1/dashboards/shop')).status).toBe(200);
    await admin('PATCH', '/api/v1/clusters/ack', { project: 'default' });
  });

  test('can be tried before they are kept, and are checked', async () => {
    const preview = await admin('POST', '/api/v1/dashboards/run', { ...range, dashboard: mine('draft') });
    expect(preview.body).toMatchObject({ id: 'draft', panels: [{ rows: [[4369]] }] });
    const checked = await admin('POST', '/api/v1/dashboards/check', { yaml: 'kind: Dashboard\nid: 7' });
    expect(checked.body).toMatchObject({
      diagnostics: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]),
    });
  });
});
