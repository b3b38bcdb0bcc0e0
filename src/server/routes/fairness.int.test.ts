import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
  server = await startTestServer();
  await server.addCluster('prod');
});
afterAll(() => server.close());

/** A header of a caller of its own. */
async function addCaller(name: string): Promise<Record<string, string>> {
  const { body } = await server.call('POST', '/api/v1/api-tokens', JSON.stringify({ name, role: 'viewer' }), json);
  return { ...json, authorization: `Bearer ${(body as { token: string }).token}` };
}

const range = { from: '-1h', to: 'now' };

/** As many rows as nobody reads. */
const endless =
  '* | SELECT a, b, c FROM UNNEST(sequence(1, 1000)) AS x(a) CROSS JOIN UNNEST(sequence(1, 1000)) AS y(b) CROSS JOIN UNNEST(sequence(1, 1000)) AS z(c)';
/** Some work. */
const heavy =
  '* | SELECT sum(a * b) AS n FROM UNNEST(sequence(1, 1000)) AS x(a) CROSS JOIN UNNEST(sequence(1, 1000)) AS y(b)';
const light = '* | SELECT count(*) AS n';

function exportRows(query: string, headers: Record<string, string>, signal?: AbortSignal): Promise<Response> {
  const body = JSON.stringify({ query, format: 'csv', ...range });
  return fetch(`${server.url}/api/v1/export`, { method: 'POST', headers, body, ...(signal ? { signal } : {}) });
}

test('exports that are read slowly hold the places of their own caller alone', async () => {
  const [slow, other] = [await addCaller('slow'), await addCaller('other')];
  const leaving = new AbortController();
  const opened = [await exportRows(endless, slow, leaving.signal)];
  const waiting = Promise.allSettled(Array.from({ length: 6 }, () => exportRows(endless, slow, leaving.signal)));
  for (let count = 0; count < 3; count += 1)
    expect(await (await exportRows(light, other)).text()).toBe('n\n0\n'.replaceAll('\n', '\r\n'));
  expect(opened[0]?.status).toBe(200);
  leaving.abort();
  const settled = await waiting;
  const refused = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.status] : []));
  // Those beyond the queue were told so at once, the others waited.
  expect(refused.every((status) => status === 429)).toBe(true);
  expect(refused.length).toBeGreaterThan(0);
});

test('many statements of one caller wait behind themselves, not the others behind them', async () => {
  const [busy, other] = [await addCaller('busy'), await addCaller('quick')];
  const done: string[] = [];
  const leaving = new AbortController();
  const many = Array.from({ length: 20 }, async () => {
    const body = JSON.stringify({ query: heavy, ...range });
    const sent = { method: 'POST', headers: busy, body, signal: leaving.signal };
    done.push(await (await fetch(`${server.url}/api/v1/query`, sent)).text());
  });
  const settled = Promise.allSettled(many);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const ask = (headers: Record<string, string>) =>
    server.call('POST', '/api/v1/query', JSON.stringify({ query: light, ...range }), headers);
  expect((await ask(other)).status).toBe(200);
  // One after the other, as many as there are places, all but two would have come before it.
  expect(done.length, done[0]).toBeLessThan(18);
  leaving.abort();
  await settled;
  // Whoever leaves gives their places back, and those in the queue as well.
  expect((await ask(busy)).status).toBe(200);
});

test('and so do many searches', async () => {
  const [busy, other] = [await addCaller('searching'), await addCaller('looking')];
  const ask = (headers: Record<string, string>) =>
    server.call('POST', '/api/v1/query', JSON.stringify({ query: 'verb: get', ...range }), headers);
  let done = 0;
  const many = Array.from({ length: 300 }, async () => {
    const { status } = await ask(busy);
    done += 1;
    return status;
  });
  expect((await ask(other)).status).toBe(200);
  expect(done).toBeLessThan(250);
  const statuses = new Set(await Promise.all(many));
  expect(statuses.has(200)).toBe(true);
  // More than may wait are refused by name.
  expect([...statuses].every((status) => status === 200 || status === 429)).toBe(true);
});
