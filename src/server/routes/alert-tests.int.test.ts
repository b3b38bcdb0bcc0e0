// Rules tried out before they are kept: by their own tests, and over what kube-apiserver recorded.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

const recorded = path.resolve(import.meta.dirname, '../../../test/fixtures/recorded/ack-v1');
const log = [
  gunzipSync(readFileSync(path.join(recorded, 'kubernetes-2026-11-20T18-06-33.126.audit.gz'))),
  readFileSync(path.join(recorded, 'kubernetes.audit')),
];
const range = { from: '2026-11-20T18:00:00Z', to: '2026-11-20T18:30:00Z' };
const json = { 'content-type': 'application/json' };
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  const token = await server.addCluster('ack');
  for (const body of log)
    await server.call('POST', '/ingest/v1/clusters/ack/audit?wait=stored', body, { authorization: `Bearer ${token}` });
});
afterAll(() => server.close());

interface Replay {
  readonly evaluations: number;
  readonly complete: boolean;
  readonly causes: readonly {
    readonly kind: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly rows: readonly Readonly<Record<string, string>>[];
    readonly evidence: { readonly query: string; readonly from: string; readonly to: string };
  }[];
}

async function replay(rule: string, times: object = range): Promise<Replay> {
  const yaml = `kind: AlertRule\nname: tried\n${rule}`;
  const { body, status } = await server.call(
    'POST',
    '/api/v1/alerts/rules/test',
    JSON.stringify({ yaml, ...times }),
    json,
  );
  expect([status, body]).toMatchObject([200, { replays: [{ rule: 'tried' }] }]);
  const { replays } = body as { replays: readonly [Replay] };
  return replays[0];
}

/** What a statement says by other means. */
async function rowsOf(query: string): Promise<readonly (readonly unknown[])[]> {
  const { body } = await server.call('POST', '/api/v1/query', JSON.stringify({ query, ...range }), json);
  return (body as { rows: unknown[][] }).rows;
}

const deletions = 'verb: delete | select auditID, "objectRef.resource" as resource from log limit 1000';

test('an immediate rule tells of each event once', async () => {
  const expected = (await rowsOf(deletions)).map(([id]) => id);
  expect(expected.length).toBeGreaterThan(1);
  const { causes, complete } = await replay(`query: '${deletions}'\nimmediate: true\ngroupBy: [auditID]\n`);
  expect(complete).toBe(true);
  expect(new Set(causes.map(({ labels }) => labels['auditID']))).toEqual(new Set(expected));
});

test('what is found leads to its events: that of an event alone, and those of a window', async () => {
  const events = async ({ evidence: { query, ...times } }: Replay['causes'][number]): Promise<readonly unknown[]> => {
    const { body } = await server.call('POST', '/api/v1/query', JSON.stringify({ query, ...times }), json);
    return (body as { events: { auditID: string }[] }).events.map(({ auditID }) => auditID);
  };
  const [deletion] = (await replay("query: 'verb: delete'\nimmediate: true\n")).causes;
  const id = deletion?.rows[0]?.['auditID'];
  expect(deletion && new Set(await events(deletion))).toEqual(new Set([id]));
  const counted = await replay(
    "query: 'verb: delete | select count(*) as n'\nschedule: {every: 1m}\ncondition: n > 0\n",
  );
  const [minute] = counted.causes;
  expect(minute && (await events(minute)).length).toBe(Number(minute?.rows[0]?.['n']));
});

test('a rule on a schedule is evaluated for each tick, and tells the same whether windows overlap or not', async () => {
  const expected = new Set((await rowsOf(deletions)).map(([id]) => id));
  const ids = ({ causes }: Replay) => causes.map(({ labels }) => labels['auditID']);
  const base = `query: '${deletions}'\nschedule: {every: 1m}\ngroupBy: [auditID]\n`;
  const exact = await replay(base);
  expect(new Set(ids(exact))).toEqual(expected);
  expect(new Set(ids(await replay(`${base}window: 2m\n`)))).toEqual(expected);
});

test('what is counted is counted window by window, the empty ones too', async () => {
  const minutes = await rowsOf(
    'verb: delete | select "__time__" / 60 as minute, count(*) as n group by minute limit 100',
  );
  const counted = "query: 'verb: delete | select count(*) as n'\nschedule: {every: 1m}\n";
  const busy = await replay(`${counted}condition: n > 0\n`);
  expect(busy.causes.filter(({ kind }) => kind !== 'resolved')).toHaveLength(minutes.length);
  const idle = await replay(`${counted}condition: n == 0\n`);
  expect(idle.causes.filter(({ kind }) => kind !== 'resolved')).toHaveLength(30 - minutes.length);
});

test('nothing is kept, and what cannot be replayed is refused', async () => {
  expect(await server.call('GET', '/api/v1/alerts/history')).toMatchObject({ body: { items: [] } });
  expect(await server.call('GET', '/api/v1/alerts/rules/tried')).toMatchObject({ status: 404 });
  const call = (body: object) => server.call('POST', '/api/v1/alerts/rules/test', JSON.stringify(body), json);
  const yaml = "kind: AlertRule\nname: tried\nquery: '* | selct 1'\nimmediate: true\n";
  expect(await call({ yaml, ...range })).toMatchObject({
    status: 400,
    body: { error: { diagnostics: [{ line: 3 }] } },
  });
  expect(await call({ yaml: yaml.replace('selct', 'select'), from: 'x' })).toMatchObject({ status: 400 });
});

test('rules run the tests that they carry', async () => {
  const carries = (user: string) => ({
    kind: 'AlertRule',
    name: 'tried',
    query: 'verb: delete | select "user.username" as user',
    immediate: true,
    groupBy: ['user'],
    tests: [{ name: 'fires', rows: [[{ user: 'ann' }]], expect: [{ labels: { user } }] }],
  });
  const call = (rule: object) => server.call('POST', '/api/v1/alerts/rules/test', JSON.stringify(rule), json);
  expect(await call(carries('ann'))).toMatchObject({ status: 200, body: { passed: 1, failed: 0 } });
  expect(await call(carries('bob'))).toMatchObject({
    body: {
      failed: 1,
      tests: [{ passed: false, missing: [{ labels: { user: 'bob' } }], unexpected: [{ labels: { user: 'ann' } }] }],
    },
  });
});
