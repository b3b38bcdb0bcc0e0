// Nobody holds the server: whatever a call takes at its largest, others are answered meanwhile.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;
const json = { 'content-type': 'application/json' };
const range = { from: '-1h', to: 'now' };

beforeAll(async () => {
  server = await startTestServer();
  await server.addCluster('c');
});
afterAll(() => server.close());

/** As many copies of a text, each made for its number, as fit into so many characters. */
function repeated(characters: number, separator: string, piece: (index: number) => string): string {
  const pieces: string[] = [];
  for (let length = 0, index = 0; ; index += 1) {
    const next = piece(index);
    length += next.length + separator.length;
    if (length > characters) return pieces.join(separator);
    pieces.push(next);
  }
}

const policyHead = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n';
const largest = 3_900_000;
const policy = policyHead + repeated(largest, '\n', (index) => `- {level: Request, users: [u${index}], verbs: [get]}`);
const manyNames =
  policyHead +
  repeated(largest, '\n', (index) => `- {level: None, resources: [{group: g${index}, resources: [podz${index}]}]}`);
const manyRequests = Array.from({ length: 10_000 }, (_, index) => ({ user: `v${index}`, verb: 'get', path: '/x' }));

const millionRows = 'unnest(sequence(1, 1000)) as a(x) cross join unnest(sequence(1, 1000)) as b(z)';

const heavyPanels = Array.from({ length: 100 }, (_, index) => ({
  id: `p${index}`,
  title: { en: 'p' },
  counts: 'events',
  chart: 'table',
  statement: `* | select ${'array['.repeat(40)}1${']'.repeat(40)}, ${repeated(5_000, '+', String)}`,
}));
const dashboard = { kind: 'Dashboard', id: 'x', title: { en: 'x' }, sections: [{ panels: heavyPanels }] };
const manyParts = repeated(1_000_000, '\n', (index) => `k${index}: [`);

const calls: readonly (readonly [string, string, object])[] = [
  ['aggregates', '/query', { query: `* | select ${repeated(99_000, ',', (index) => `sum(${index})`)}`, ...range }],
  [
    'columns',
    '/query',
    { query: `* | select ${repeated(99_000, ',', (index) => `"requestObject.a${index}.b.c"`)}`, ...range },
  ],
  ['nesting', '/query', { query: `* | select ${'transform(array[1],x->'.repeat(47)}1${')'.repeat(47)}`, ...range }],
  ['rows', '/query', { query: `* | select x, z from ${millionRows} limit 1000000`, ...range }],
  ['bytes', '/query', { query: `* | select x, rpad('', 90, '"') as y from ${millionRows} limit 900000`, ...range }],
  ['words', '/query', { query: repeated(1_000_000, ' or ', (index) => `w${index}*`), ...range }],
  ['one word', '/query', { query: 'w'.repeat(1_000_000), ...range }],
  ['facets', '/facets', { query: repeated(1_000_000, ' or ', (index) => `"a ${index}"`), fields: ['verb'], ...range }],
  ['values', '/values', { query: '('.repeat(1_000_000), field: 'verb', ...range }],
  ['histogram', '/histogram', { query: `#"${'a '.repeat(400_000)}"`, ...range }],
  ['export', '/export', { query: `* | select ${repeated(99_000, '+', String)}`, format: 'csv', ...range }],
  ['validate', '/policy/validate', { policy }],
  ['lint', '/policy/lint', { policy }],
  ['lint of names', '/policy/lint', { policy: manyNames }],
  ['check', '/policy/check', { policy: policy.slice(0, 2_000_000).replace(/\n[^\n]*$/, ''), requests: manyRequests }],
  ['dashboard', '/dashboards/check', { dashboard }],
  ['parts of a dashboard', '/dashboards/check', { yaml: manyParts }],
  ['simulate', '/policy/simulate', { policy, cluster: 'c', ...range }],
];

test('the largest input of each call leaves the server to others', async () => {
  const under = { way: calls.length };
  const answers = calls.map(async ([name, path, body]) => {
    const { status } = await server.call('POST', `/api/v1${path}`, JSON.stringify(body), json);
    under.way -= 1;
    return [name, status] as const;
  });
  let healthy = 0;
  while (under.way > 0) if ((await fetch(`${server.url}/healthz`)).status === 200) healthy += 1;
  // Accepted, refused by a limit's name, or told to wait.
  for (const [name, status] of await Promise.all(answers))
    expect([name, [200, 400, 429]]).toEqual([name, expect.arrayContaining([status])]);
  // On one thread there would be an answer between two calls, at most.
  expect(healthy).toBeGreaterThan(10 * calls.length);
});

test('who hangs up is not worked for: the next of theirs is answered', async () => {
  const gone = new AbortController();
  const [, path, body] = calls[0] ?? ['', '', {}];
  const hanging = Array.from({ length: 8 }, () =>
    fetch(`${server.url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.adminToken}`, ...json },
      body: JSON.stringify(body),
      signal: gone.signal,
    }),
  );
  const settled = Promise.allSettled(hanging);
  await fetch(`${server.url}/healthz`);
  gone.abort();
  expect((await settled).map(({ status }) => status)).toEqual(hanging.map(() => 'rejected'));
  const policyOfOne = `${policyHead}- level: Metadata`;
  const answer = await server.call('POST', '/api/v1/policy/validate', JSON.stringify({ policy: policyOfOne }), json);
  expect(answer).toMatchObject({ status: 200, body: { valid: true } });
});

test('an answer of a million rows is all of them', async () => {
  const query = `* | select x * 1000 + z - 1000 as n, 'a "b"' as t from ${millionRows} order by n limit 1000000`;
  const { body } = await server.call('POST', '/api/v1/query', JSON.stringify({ query, ...range }), json);
  const { columns, rows, meta } = body as { columns: unknown; rows: [number, string][]; meta: object };
  expect([columns, rows.length]).toEqual([
    [
      { name: 'n', type: 'bigint' },
      { name: 't', type: expect.any(String) },
    ],
    1_000_000,
  ]);
  expect(rows.findIndex(([n, t], index) => n !== index + 1 || t !== 'a "b"')).toBe(-1);
  expect(meta).toMatchObject({ rowsRead: expect.any(Number) });
});
