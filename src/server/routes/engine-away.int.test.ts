import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../app/serve.ts';

let data = '';
let server: RunningServer;

beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), 'whodunit-away-'));
  // Nothing listens there: an engine that is still being started, for ever.
  const clickhouseUrl = 'http://default:secret@127.0.0.1:1';
  server = await startServer({ listen: { host: '127.0.0.1', port: 0 }, data, logLevel: 'silent', clickhouseUrl });
  await server.records.clusters.add({ name: 'prod', project: 'default', kind: 'self-managed', retentionDays: 1 });
});

afterAll(async () => {
  await server.lifecycle.close();
  rmSync(data, { recursive: true, force: true });
});

function call(method: string, target: string, body?: unknown): Promise<Response> {
  return fetch(server.url + target, {
    method,
    headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

test('how long events have been waiting for the engine is told', async () => {
  const { text: token } = await server.records.ingestTokens.add(
    (await server.records.clusters.byName('prod'))?.id ?? '',
  );
  const event =
    '{"kind":"Event","auditID":"a","stage":"ResponseComplete","stageTimestamp":"2026-11-20T18:05:19.000000Z"}';
  const sent = await fetch(`${server.url}/ingest/v1/token/${token}/audit`, { method: 'POST', body: event });
  expect(sent.status).toBe(200);
  const lag = async () => {
    const { lagSeconds } = (await (await call('GET', '/api/v1/status')).json()) as { lagSeconds: number };
    const metrics = await (await call('GET', '/metrics')).text();
    const shown = Number(/^whodunit_ingest_lag_seconds (.+)$/m.exec(metrics)?.[1]);
    expect(shown).toBeGreaterThanOrEqual(lagSeconds);
    return lagSeconds;
  };
  while ((await lag()) < 1) await new Promise((resolve) => setTimeout(resolve, 100));
});

const range = { from: '-1h', to: 'now' };
const sql = '* | SELECT count(*) AS n FROM log';

test.each([
  ['a search', '/api/v1/query', { query: 'verb: get', ...range }],
  ['a statement', '/api/v1/query', { query: sql, ...range }],
  ['a statement that looks places up', '/api/v1/query', { query: "* | SELECT ip_to_country('1.1.1.1')", ...range }],
  ['a histogram', '/api/v1/histogram', { query: '', ...range }],
  ['facets', '/api/v1/facets', { query: '', fields: ['verb'], ...range }],
  ['values', '/api/v1/values', { query: '', field: 'verb', ...range }],
  ['an export', '/api/v1/export', { query: '', format: 'csv', ...range }],
  ['an export of rows', '/api/v1/export', { query: sql, format: 'ndjson', ...range }],
])('%s is 503 before the engine is there', async (_, target, body) => {
  const answer = await call('POST', target, body);
  expect(await answer.json()).toMatchObject({ error: { code: 'engine-unavailable' } });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
});

test('so is the tail', async () => {
  const answer = await call('GET', '/api/v1/tail?query=verb:get');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
});

test('what is wrong is told at once, and what needs no engine is answered', async () => {
  expect((await call('POST', '/api/v1/query', { query: '(', ...range })).status).toBe(400);
  expect((await call('POST', '/api/v1/query', { query: '* | SELECT nonsense', ...range })).status).toBe(400);
  expect((await call('GET', '/readyz')).status).toBe(503);
  // How many events it has is not known then: none would be wrong.
  const { items } = (await (await call('GET', '/api/v1/clusters')).json()) as { items: readonly object[] };
  expect(items).toMatchObject([{ name: 'prod' }]);
  expect(Object.keys(items[0] ?? {})).not.toEqual(expect.arrayContaining(['events']));
  expect(Object.keys(items[0] ?? {})).not.toEqual(expect.arrayContaining(['lastEventAt']));
  const event = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"kept","stage":"ResponseComplete"}';
  const taken = await call('POST', '/ingest/v1/clusters/prod/audit', JSON.parse(event));
  expect([taken.status, await taken.json()]).toEqual([200, { received: 1, rejected: 0 }]);
});
