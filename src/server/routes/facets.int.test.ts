import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;
let other = '';

/** Users and verbs, each so often; the last has no namespace. */
const recorded = [
  ['alice', 'get', 'shop', 5],
  ['alice', 'delete', 'shop', 2],
  ['bob', 'get', 'pay', 3],
  ['carol', 'list', 'pay', 1],
  ['carol', 'list', '', 4],
] as const;

beforeAll(async () => {
  server = await startTestServer();
  const token = await server.addCluster('prod');
  const events = recorded.flatMap(([username, verb, namespace, times]) =>
    Array.from({ length: times }, (_, index) => ({
      kind: 'Event',
      auditID: `${username}-${verb}-${namespace}-${index}`,
      stage: 'ResponseComplete',
      verb,
      user: { username },
      objectRef: { resource: 'pods', ...(namespace ? { namespace } : {}) },
      requestObject: { spec: { nodeName: `node-${username}` } },
      stageTimestamp: '2026-11-20T18:05:19.000000Z',
    })),
  );
  const sent = await server.call(
    'POST',
    `/ingest/v1/token/${token}/audit?wait=stored`,
    events.map((event) => JSON.stringify(event)).join('\n'),
  );
  expect(sent.status).toBe(200);
  const limits = { clusters: null, namespaces: ['shop'] };
  const { body } = await server.call(
    'POST',
    '/api/v1/api-tokens',
    JSON.stringify({ name: 'shop', role: 'viewer', limits }),
    { 'content-type': 'application/json' },
  );
  other = (body as { token: string }).token;
});
afterAll(() => server.close());

type Counts = Readonly<Record<string, number>>;

async function ask(asked: object, token = server.adminToken): Promise<Readonly<Record<string, Counts>>> {
  const { status, body } = await server.call(
    'POST',
    '/api/v1/facets',
    JSON.stringify({ from: '2026-11-20T18:00:00Z', to: '2026-11-20T19:00:00Z', ...asked }),
    { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  );
  expect([status, body]).toMatchObject([200, {}]);
  const { facets } = body as { facets: { field: string; values: { value: string | null; count: number }[] }[] };
  return Object.fromEntries(
    facets.map(({ field, values }) => [
      field,
      Object.fromEntries(values.map(({ value, count }) => [value ?? 'absent', count])),
    ]),
  );
}

const fields = ['user.username', 'verb', 'objectRef.namespace'];

describe('the values of a field', () => {
  test('stay beside those that the filter chooses of it, and are narrowed by all others', async () => {
    expect(await ask({ fields, filter: 'user.username == "alice"' })).toEqual({
      'user.username': { alice: 7, carol: 5, bob: 3 },
      verb: { get: 5, delete: 2 },
      'objectRef.namespace': { shop: 7 },
    });
    expect(await ask({ fields, filter: '(VERB: get or verb == "list") and not user.username == "carol"' })).toEqual({
      'user.username': { alice: 5, bob: 3, carol: 5 },
      verb: { get: 8, delete: 2 },
      'objectRef.namespace': { shop: 5, pay: 3 },
    });
  });

  test('are narrowed by what the filter says of several fields at once, and by the query', async () => {
    expect(await ask({ fields: ['verb'], filter: 'verb: get or user.username: carol' })).toEqual({
      verb: { get: 8, list: 5 },
    });
    expect(await ask({ fields: ['verb'], query: 'verb: get', filter: 'verb: list' })).toEqual({ verb: { get: 8 } });
  });

  test('are absent where the event has none', async () => {
    expect(await ask({ fields: ['objectRef.namespace'], filter: 'not objectRef.namespace: *' })).toEqual({
      'objectRef.namespace': { shop: 7, pay: 4, absent: 4 },
    });
  });

  test('are of any path, and can be searched', async () => {
    const path = 'requestObject.spec.nodeName';
    expect(await ask({ fields: [path], filter: `${path} == "node-bob"`, containing: 'E-C' })).toEqual({
      [path]: { 'node-carol': 5 },
    });
  });

  test('are those that the caller may see, whatever the filter leaves out', async () => {
    expect(await ask({ fields, filter: 'objectRef.namespace == "pay"' }, other)).toEqual({
      'user.username': {},
      verb: {},
      'objectRef.namespace': { shop: 7 },
    });
  });
});

test('a filter that cannot be read is refused with its place', async () => {
  const { status, body } = await server.call(
    'POST',
    '/api/v1/facets',
    JSON.stringify({ from: '-1h', to: 'now', fields, filter: 'verb: (' }),
    { 'content-type': 'application/json' },
  );
  expect([status, body]).toMatchObject([400, { error: { diagnostics: [{ code: 'value-expected' }] } }]);
});
