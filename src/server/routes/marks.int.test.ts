// Notes are for those who see whole clusters; whoever is limited sees and writes none.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;
const json = { 'content-type': 'application/json' };
const day = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z';
const at = '2026-11-20T18:05:19.000Z';

beforeAll(async () => {
  server = await startTestServer();
  const token = await server.addCluster('prod');
  await server.addCluster('other');
  const events = [
    { auditID: 'begun', stage: 'ResponseStarted', verb: 'watch' },
    { auditID: 'done', stage: 'ResponseComplete', verb: 'get', responseStatus: { code: 200 } },
    { auditID: 'no', stage: 'ResponseComplete', verb: 'get', responseStatus: { code: 403 } },
  ];
  const lines = events.map((event) => JSON.stringify({ kind: 'Event', stageTimestamp: at, ...event })).join('\n');
  const sent = await server.call('POST', `/ingest/v1/token/${token}/audit?wait=stored`, lines);
  expect(sent.status).toBe(200);
});
afterAll(() => server.close());

type Caller = (method: string, target: string, body?: unknown) => Promise<Answer>;

async function callerOf(name: string, role: string, limits: object = {}): Promise<Caller> {
  const made = await server.call('POST', '/api/v1/api-tokens', JSON.stringify({ name, role, limits }), json);
  const { token } = made.body as { token: string };
  return (method, target, body) =>
    server.call(method, target, body === undefined ? undefined : JSON.stringify(body), {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : json),
    });
}

test('a note is seen by those who see its cluster, in its time, and deleted by its author or an administrator', async () => {
  const ann = await callerOf('ann', 'analyst');
  const bob = await callerOf('bob', 'analyst');
  const eve = await callerOf('eve', 'viewer');
  const path = '/api/v1/clusters/prod/notes';
  expect(await eve('POST', path, { at, text: 'x' })).toMatchObject({ status: 403 });
  const { body } = await ann('POST', path, { at, text: ' release 1.4 ' });
  const { id } = body as { id: string };
  expect(body).toEqual({ cluster: 'prod', at, id, text: 'release 1.4', writtenBy: 'token:ann', deletable: true });
  const notes = [{ id, text: 'release 1.4', deletable: false }];
  expect(await eve('GET', `/api/v1/marks?${day}`)).toMatchObject({ status: 200, body: { notes, more: false } });
  expect(await eve('GET', `/api/v1/marks?${day}&clusters=other`)).toMatchObject({ body: { notes: [] } });
  expect(await eve('GET', '/api/v1/marks?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z')).toMatchObject({
    body: { notes: [] },
  });
  expect(await bob('DELETE', `${path}/${id}`)).toMatchObject({ status: 403 });
  expect(await ann('DELETE', `/api/v1/clusters/other/notes/${id}`)).toMatchObject({ status: 404 });
  expect(await ann('DELETE', `${path}/${id}`)).toMatchObject({ status: 200 });
  expect(await eve('GET', `/api/v1/marks?${day}`)).toMatchObject({ body: { notes: [] } });
});

test('whoever sees a part of a cluster alone neither sees nor writes what is said of all of it', async () => {
  const ann = await callerOf('ann2', 'analyst');
  const path = '/api/v1/clusters/prod/notes';
  const { body } = await ann('POST', path, { at, text: 'drill in vault' });
  const { id } = body as { id: string };
  for (const limits of [{ namespaces: ['shop'] }, { clusters: ['other'] }]) {
    const limited = await callerOf(`limited-${JSON.stringify(limits).length}`, 'analyst', limits);
    expect(await limited('GET', `/api/v1/marks?${day}`)).toMatchObject({ status: 200, body: { notes: [], gaps: [] } });
    expect([403, 404]).toContain((await limited('POST', path, { at, text: 'x' })).status);
    expect(await limited('DELETE', `${path}/${id}`)).toMatchObject({ status: 404 });
  }
});

test('a process that began after the one before it is a restart; the first one that was seen is none', async () => {
  const [cluster] = await server.records.clusters.list();
  const clusterId = cluster?.id ?? '';
  const [first, second] = [Date.parse('2026-11-20T01:00:00Z'), Date.parse('2026-11-20T12:00:00Z')];
  const counted = { clusterId, basis: 'metrics', source: 'master-1', events: 1, errors: 0, rejected: 0 } as const;
  for (const [sampled, startedAt] of [
    [first + 60_000, first],
    [second + 60_000, second],
    [second + 120_000, second],
  ] as const)
    await server.records.auditSamples.add({ ...counted, at: sampled, startedAt });
  const restarts = [{ cluster: cluster?.name, apiServer: 'master-1', at: '2026-11-20T12:00:00.000Z' }];
  expect(await server.call('GET', `/api/v1/marks?${day}`)).toMatchObject({ body: { restarts } });
});

test('a histogram counts a request without an answer yet as none of ok, refused and failed', async () => {
  const asked = { query: '*', from: '2026-11-20T18:00:00Z', to: '2026-11-20T19:00:00Z', buckets: 1 };
  const { body } = await server.call('POST', '/api/v1/histogram', JSON.stringify(asked), json);
  const counted = JSON.stringify(body);
  expect(counted).toContain('"count":3,"ok":1,"refused":1,"failed":0');
});
