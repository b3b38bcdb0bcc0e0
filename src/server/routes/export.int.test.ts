import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  const token = await server.addCluster('prod');
  const lines = Array.from(
    { length: 250 },
    (_, index) =>
      `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"e-${index}","stage":"ResponseComplete","verb":"get","user":{"username":"=cmd|'/c calc'!A${index}"},"stageTimestamp":"2026-11-20T18:05:19.347836Z"}`,
  );
  const headers = { authorization: `Bearer ${token}` };
  await server.call('POST', '/ingest/v1/clusters/prod/audit?wait=stored', lines.join('\n'), headers);
});
afterAll(() => server.close());

async function exported(query: string, format: 'csv' | 'ndjson', token = server.adminToken) {
  const asked = JSON.stringify({ query, format, from: '2026-11-20T18:00:00Z', to: '2026-11-20T19:00:00Z' });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const { status, body, headers: told } = await server.call('POST', '/api/v1/export', asked, headers);
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  return { status, lines: text.split(/\r?\n/).slice(0, -1), type: told.get('content-type') };
}

test('all events of a search', async () => {
  expect((await exported('verb: get', 'ndjson')).lines).toHaveLength(250);
  const { lines, type } = await exported('auditID: e-7', 'csv');
  expect(type).toBe('text/csv; charset=utf-8');
  expect(lines[1]).toBe("2026-11-20T18:05:19.347836Z,prod,'=cmd|'/c calc'!A7,get,,,,,,,,,ResponseComplete,e-7");
});

test.each(['br', 'gzip', 'identity', 'br;q=0, gzip;q=0'])('as the caller can read it: %s', async (accepted) => {
  const asked = JSON.stringify({
    query: '',
    format: 'ndjson',
    from: '2026-11-20T18:00:00Z',
    to: '2026-11-20T19:00:00Z',
  });
  const headers = { 'content-type': 'application/json', 'accept-encoding': accepted };
  const { body, headers: told } = await server.call('POST', '/api/v1/export', asked, headers);
  expect(told.get('content-encoding')).toBe(['br', 'gzip'].includes(accepted) ? accepted : null);
  expect(String(body).trim().split('\n')).toHaveLength(250);
});

test('all rows of a statement, more than the 100 that are shown', async () => {
  const query = '* | SELECT auditID, -1 AS "n", "user.username" AS "+who", "user.username" AS "+who" ORDER BY auditID';
  const csv = await exported(query, 'csv');
  expect(csv.lines).toHaveLength(251);
  expect(csv.lines.slice(0, 2)).toEqual(["auditID,n,'+who,'+who", "e-0,-1,'=cmd|'/c calc'!A0,'=cmd|'/c calc'!A0"]);
  const json = await exported(query, 'ndjson');
  expect(json.lines).toHaveLength(250);
  const who = "=cmd|'/c calc'!A0";
  expect(JSON.parse(json.lines[0] ?? '')).toEqual({ auditID: 'e-0', n: -1, '+who': who, '+who_2': who });
  expect((await exported(`${query} LIMIT 3`, 'csv')).lines).toHaveLength(4);
});

test('all rows of a statement are as many as it finds, more than any answer has', async () => {
  const many = (rows: number) =>
    `* | SELECT a * 1000 + b AS n FROM UNNEST(sequence(1, ${rows / 1000})) AS x(a) CROSS JOIN UNNEST(sequence(0, 999)) AS y(b)`;
  const { status, lines } = await exported(`${many(1_500_000)} ORDER BY n`, 'csv');
  expect(status).toBe(200);
  expect(lines.length).toBe(1_500_001);
  expect([lines[0], lines[1], lines[1_000_001], lines.at(-1)]).toEqual(['n', '1000', '1001000', '1500999']);
  expect((await exported(`${many(1_500_000)} LIMIT 5`, 'ndjson')).lines).toHaveLength(5);
  expect((await exported(`${many(1000)} WHERE a > 1`, 'csv')).lines).toEqual(['n']);
  expect((await exported(`${many(1000)} WHERE a > 1`, 'ndjson')).lines).toEqual([]);
});

test('what fails on its data is an error before the first row, and breaks the answer off after it', async () => {
  const failing = (at: number) =>
    `* | SELECT 1 / (a * 1000 + b - ${at}) AS n FROM UNNEST(sequence(0, 999)) AS x(a) CROSS JOIN UNNEST(sequence(0, 999)) AS y(b)`;
  expect((await exported(failing(0), 'csv')).status).toBe(400);
  await expect(exported(failing(999_999), 'csv')).rejects.toThrow();
  // The engine and its session go on.
  expect((await exported('* | SELECT count(*) AS n', 'csv')).lines).toEqual(['n', '250']);
});

test('an export that nobody reads any longer makes room for the next', async () => {
  const query =
    '* | SELECT a, b, c FROM UNNEST(sequence(1, 1000)) AS x(a) CROSS JOIN UNNEST(sequence(1, 1000)) AS y(b) CROSS JOIN UNNEST(sequence(1, 1000)) AS z(c)';
  const leaving = new AbortController();
  const response = await fetch(`${server.url}/api/v1/export`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, format: 'csv', from: '-1h', to: 'now' }),
    signal: leaving.signal,
  });
  await response.body?.getReader().read();
  leaving.abort();
  expect((await exported('* | SELECT count(*) AS n', 'csv')).lines).toEqual(['n', '250']);
});

test('a LIMIT beyond what any statement gives is told of in the answer', async () => {
  const ask = async (limit: string) => {
    const query = `* | SELECT auditID FROM log LIMIT ${limit}`;
    const asked = JSON.stringify({ query, from: '2026-11-20T18:00:00Z', to: '2026-11-20T19:00:00Z' });
    const { body } = await server.call('POST', '/api/v1/query', asked, { 'content-type': 'application/json' });
    return (body as { meta: { limited?: number } }).meta.limited;
  };
  expect([await ask('1000000'), await ask('1000001'), await ask('3')]).toEqual([undefined, 1_000_000, undefined]);
});

test('a statement has the limits and the scope of any other', async () => {
  expect((await exported('* | SELECT nonsense', 'csv')).status).toBe(400);
  const limits = { clusters: null, namespaces: ['elsewhere'] };
  const { body } = await server.call(
    'POST',
    '/api/v1/api-tokens',
    JSON.stringify({ name: 'limited', role: 'viewer', limits }),
    { 'content-type': 'application/json' },
  );
  const { token } = body as { token: string };
  expect((await exported('* | SELECT count(*) AS n', 'csv', token)).lines).toEqual(['n', '0']);
  expect((await exported('', 'csv', token)).lines).toHaveLength(1);
});
