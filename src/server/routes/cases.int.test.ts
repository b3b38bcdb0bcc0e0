// A case is handed on, and yet nobody sees by it what they may not see.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;
const json = { 'content-type': 'application/json' };
const range = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
const at = '2026-11-20T18:05:19.000123Z';

function line(id: string, namespace: string, more = ''): string {
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"${id}","stage":"ResponseComplete","verb":"get",${more}"objectRef":{"resource":"secrets","namespace":"${namespace}","name":"db"},"stageTimestamp":"${at}"}`;
}
const plain = line('e-1', 'shop');
const withBody = line('e-2', 'shop', '"requestObject":{"password":"pa55","big":1e400},');
const hidden = line('e-3', 'vault');

beforeAll(async () => {
  server = await startTestServer();
  const token = await server.addCluster('prod');
  await server.addCluster('other');
  const body = [plain, withBody, hidden].join('\n');
  const bearer = { authorization: `Bearer ${token}` };
  expect((await server.call('POST', '/ingest/v1/clusters/prod/audit?wait=stored', body, bearer)).status).toBe(200);
});
afterAll(() => server.close());

type Caller = (method: string, target: string, body?: unknown) => Promise<Answer>;
interface Pins {
  readonly pins: readonly { readonly id: string; readonly auditId?: string; readonly raw?: string }[];
}

let serial = 0;
async function callerOf(role: string, limits: object = {}): Promise<Caller> {
  serial += 1;
  const made = await server.call(
    'POST',
    '/api/v1/api-tokens',
    JSON.stringify({ name: `t${serial}`, role, limits }),
    json,
  );
  const { token } = made.body as { token: string };
  return (method, target, body) =>
    server.call(method, target, body === undefined ? undefined : JSON.stringify(body), {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : json),
    });
}

async function done(answer: Promise<Answer>): Promise<Record<string, unknown>> {
  const { status, body } = await answer;
  expect({ status, body: status === 200 ? '' : body }).toEqual({ status: 200, body: '' });
  return body as Record<string, unknown>;
}

async function addCase(call: Caller, name: string, shared = true): Promise<string> {
  return `/api/v1/cases/${String((await done(call('POST', '/api/v1/cases', { name, shared })))['id'])}`;
}

const pin = (call: Caller, path: string, auditId: string) =>
  call('POST', `${path}/pins`, {
    kind: 'event',
    cluster: 'prod',
    auditId,
    stage: 'ResponseComplete',
    at,
    note: auditId,
  });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test('an event is kept as it came with its hash, beside a search', async () => {
  const ann = await callerOf('analyst');
  const path = await addCase(ann, 'kept', false);
  const first = await done(pin(ann, path, 'e-2'));
  expect(await done(pin(ann, path, 'e-2'))).toEqual(first);
  const search = { kind: 'search', query: 'verb: get', ...range, clusters: ['prod'], note: 'all of it' };
  const second = await done(ann('POST', `${path}/pins`, search));
  await done(ann('PATCH', `${path}/pins/${String(second['id'])}`, { before: first['id'], note: 'how I found it' }));
  expect((await pin(ann, path, 'e-9')).status).toBe(404);
  const kept = await done(ann('GET', path));
  expect(kept).toMatchObject({
    name: 'kept',
    editable: true,
    pins: [
      {
        kind: 'search',
        query: 'verb: get',
        from: '2026-11-20T00:00:00.000000Z',
        clusters: ['prod'],
        note: 'how I found it',
      },
      { kind: 'event', cluster: 'prod', auditId: 'e-2', at, raw: withBody, sha256: sha256(withBody), note: 'e-2' },
    ],
  });
  expect(await done(ann('GET', `${path}?raw=false`))).not.toHaveProperty('pins.1.raw');
  await done(pin(ann, path, 'e-1'));
  const lines = await ann('GET', `${path}/export?format=jsonl`);
  expect(lines.body).toBe(`${withBody}\n${plain}\n`);
  expect(lines.headers.get('content-disposition')).toMatch(/^attachment; filename="case-\w+\.jsonl"$/);
  expect(String((await ann('GET', `${path}/export?format=md&language=zh-CN`)).body)).toContain(sha256(withBody));
  expect((await ann('GET', `${path}/export?format=json`)).body).toEqual(await done(ann('GET', path)));
});

test('what is pinned stays when the store has it no more, for whoever may see all clusters', async () => {
  const token = await server.addCluster('gone');
  const bearer = { authorization: `Bearer ${token}` };
  await done(server.call('POST', '/ingest/v1/clusters/gone/audit?wait=stored', plain, bearer));
  const [ann, bob] = [await callerOf('analyst'), await callerOf('viewer', { clusters: ['gone'] })];
  const path = await addCase(ann, 'of a cluster that goes');
  const event = { kind: 'event', cluster: 'gone', auditId: 'e-1', stage: 'ResponseComplete', at };
  await done(ann('POST', `${path}/pins`, event));
  await done(bob('GET', path));
  await done(server.call('DELETE', '/api/v1/clusters/gone'));
  expect((await ann('POST', `${path}/pins`, event)).status).toBe(404);
  expect(await done(ann('GET', path))).toMatchObject({ pins: [{ cluster: 'gone', raw: plain }] });
});

test("a case is its owner's until it is shared; then others read it, and none of them changes it", async () => {
  const [ann, bob] = [await callerOf('analyst'), await callerOf('analyst')];
  const path = await addCase(ann, 'handed on', false);
  const { id } = await done(pin(ann, path, 'e-1'));
  expect((await bob('GET', path)).status).toBe(404);
  expect(JSON.stringify(await done(bob('GET', '/api/v1/cases')))).not.toContain('handed on');
  await done(ann('PUT', path, { name: 'handed on', summary: 'look', shared: true }));
  expect(await done(bob('GET', path))).toMatchObject({ summary: 'look', editable: false, pins: [{ raw: plain }] });
  expect(await done(bob('GET', '/api/v1/cases'))).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ name: 'handed on', pinCount: 1, editable: false })]),
  });
  const tries: readonly (readonly [string, string, unknown?])[] = [
    ['PUT', path, { name: 'mine' }],
    ['DELETE', path],
    ['POST', `${path}/pins`, { kind: 'search', query: '', ...range }],
    ['PATCH', `${path}/pins/${String(id)}`, { note: 'x' }],
    ['DELETE', `${path}/pins/${String(id)}`],
  ];
  for (const [method, target, body] of tries)
    expect([target, (await bob(method, target, body)).status]).toEqual([target, 403]);
  const reader = await callerOf('viewer');
  expect(await done(reader('GET', path))).toMatchObject({ editable: false });
  expect((await reader('POST', '/api/v1/cases', { name: 'x' })).status).toBe(403);
  await done(ann('DELETE', path));
  expect((await bob('GET', path)).status).toBe(404);
});

test('an administrator takes out of a shared case what has to go, whoever it is of, and writes nothing into it', async () => {
  const [ann, admin] = [await callerOf('analyst'), await callerOf('admin')];
  const path = await addCase(ann, 'left behind');
  const { id } = await done(pin(ann, path, 'e-1'));
  expect((await admin('PUT', path, { name: 'mine' })).status).toBe(403);
  await done(admin('DELETE', `${path}/pins/${String(id)}`));
  expect(await done(ann('GET', path))).toMatchObject({ pins: [] });
  await done(pin(ann, path, 'e-1'));
  await done(admin('DELETE', path));
  expect((await ann('GET', path)).status).toBe(404);
});

test('pins that a reader may not see are left out, not counted, and in no export; a case of these alone is not there', async () => {
  const ann = await callerOf('analyst');
  const path = await addCase(ann, 'two namespaces');
  for (const id of ['e-1', 'e-3']) await done(pin(ann, path, id));
  await done(ann('POST', `${path}/pins`, { kind: 'search', query: 'vault-search', ...range, note: 'n' }));
  const only = await addCase(ann, 'vault only');
  await done(pin(ann, only, 'e-3'));
  const shop = await callerOf('analyst', { namespaces: ['shop'] });
  const seen = await done(shop('GET', path));
  expect(seen).toMatchObject({ pinCount: 1, pins: [{ auditId: 'e-1' }] });
  const files = await Promise.all(
    ['md', 'json', 'jsonl'].map((format) => shop('GET', `${path}/export?format=${format}`)),
  );
  for (const { status, body } of files) {
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toMatch(/e-3|vault/);
  }
  expect((await shop('GET', only)).status).toBe(404);
  const list = JSON.stringify(await done(shop('GET', '/api/v1/cases')));
  expect(list).toContain('two namespaces');
  expect(list).not.toContain('vault only');
  const elsewhere = await callerOf('analyst', { clusters: ['other'] });
  expect((await elsewhere('GET', path)).status).toBe(404);
  // Nor does pinning tell what is there.
  const own = await addCase(shop, 'of shop');
  expect((await pin(shop, own, 'e-3')).status).toBe(404);
  expect((await pin(elsewhere, await addCase(elsewhere, 'of other'), 'e-1')).status).toBe(404);
});

test('who has no bodies reads a pinned event without them and without its hash, also one that they pinned themselves', async () => {
  const blind = await callerOf('analyst', { bodies: false });
  const path = await addCase(blind, 'without bodies');
  await done(pin(blind, path, 'e-2'));
  const seen = (await done(blind('GET', path))) as unknown as Pins;
  expect(seen).toMatchObject({ pins: [{ auditId: 'e-2', sha256: null }] });
  const files = await Promise.all(
    ['md', 'json', 'jsonl'].map((format) => blind('GET', `${path}/export?format=${format}`)),
  );
  expect(JSON.stringify([seen, files.map(({ body }) => body)])).not.toMatch(new RegExp(`pa55|${sha256(withBody)}`));
  const ann = await callerOf('analyst');
  expect(await done(ann('GET', path))).toMatchObject({ pins: [{ raw: withBody, sha256: sha256(withBody) }] });
});

test('a search is for whoever may see all that its author saw by it', async () => {
  const ann = await callerOf('analyst');
  const path = await addCase(ann, 'searches');
  for (const clusters of [['prod'], ['other'], undefined])
    await done(ann('POST', `${path}/pins`, { kind: 'search', query: String(clusters), ...range, clusters }));
  const queries = async (call: Caller) =>
    ((await done(call('GET', path)))['pins'] as { query: string }[]).map(({ query }) => query);
  expect(await queries(ann)).toEqual(['prod', 'other', 'undefined']);
  expect(await queries(await callerOf('viewer', { clusters: ['prod'] }))).toEqual(['prod']);
  expect((await (await callerOf('viewer', { namespaces: ['shop'] }))('GET', path)).status).toBe(404);
});

test('what is done with a case is in the activity log', async () => {
  const ann = await callerOf('analyst');
  const path = await addCase(ann, 'logged');
  const { id } = await done(pin(ann, path, 'e-1'));
  await done(ann('GET', path));
  await ann('GET', `${path}/export`);
  await done(ann('DELETE', `${path}/pins/${String(id)}`));
  const { items } = (await done(server.call('GET', '/api/v1/activity?limit=50'))) as { items: { action: string }[] };
  const actions = new Set(items.map(({ action }) => action));
  for (const action of ['case-add', 'case-pin', 'case-read', 'case-export', 'case-unpin'])
    expect(actions).toContain(action);
});

test('what is too much is refused with the place', async () => {
  const ann = await callerOf('analyst');
  const path = await addCase(ann, 'bounds');
  const search = { kind: 'search', query: '', ...range };
  expect((await ann('POST', `${path}/pins`, { ...search, note: 'x'.repeat(2001) })).status).toBe(400);
  expect((await ann('POST', `${path}/pins`, { ...search, from: range.to })).status).toBe(400);
  expect((await ann('POST', '/api/v1/cases', { name: '' })).status).toBe(400);
  expect((await ann('POST', '/api/v1/cases', { name: 'bounds' })).status).toBe(409);
});
