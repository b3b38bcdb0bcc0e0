import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordedBodies, recordedLog } from '../../../test/support/recorded.ts';
import { type Answer, startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await startTestServer();
  token = await server.addCluster('prod');
}, 120_000);
afterAll(() => server.close());

const now = (): string => new Date().toISOString().replace('Z', '000Z');

/** An event of now, with members of its own before those that every event has. */
function event(id: string, more = ''): string {
  const time = now();
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1",${more}"auditID":${JSON.stringify(id)},"stage":"ResponseComplete","requestURI":"/api","verb":"get","user":{"username":"u"},"requestReceivedTimestamp":"${time}","stageTimestamp":"${time}"}`;
}

function send(body: string | Uint8Array, query = '', headers: Record<string, string> = {}): Promise<Answer> {
  return server.call('POST', `/ingest/v1/clusters/prod/audit${query}`, body, {
    authorization: `Bearer ${token}`,
    ...headers,
  });
}

async function search(query: string, from: string | number, limit: number) {
  const asked = JSON.stringify({ query, from, to: Date.now() / 1000 + 3600, limit });
  const { status, body } = await server.call('POST', '/api/v1/query', asked, { 'content-type': 'application/json' });
  expect({ status, body: status === 200 ? '' : body }).toEqual({ status: 200, body: '' });
  return body as { readonly events: readonly { readonly auditID: string }[]; readonly total: number };
}

/** The audit ids of the events that a search finds. */
async function find(query: string, from: string | number = '-1h'): Promise<string[]> {
  return (await search(query, from, 1000)).events.map(({ auditID }) => auditID);
}

interface Letter {
  readonly id: number;
  readonly reason: string;
  readonly size: number;
}

async function deadLetters(): Promise<Letter[]> {
  const { body } = await server.call('GET', '/api/v1/dead-letters?limit=500');
  return (body as { items: Letter[] }).items;
}

async function rejectedSoFar(): Promise<number> {
  const { body } = await server.call('GET', '/metrics');
  const line = /^whodunit_ingest_events_total\{cluster="prod",outcome="rejected"\} (\d+)$/m.exec(String(body));
  return Number(line?.[1] ?? 0);
}

describe('what cannot be read', () => {
  const bad: readonly (readonly [string, string, string, number])[] = [
    ['no JSON', 'not json', 'not-json', 1],
    ['HTML', '<html><body>502</body></html>', 'not-json', 1],
    ['an object that is none', '{"kind": 0}', 'not-an-event', 1],
    ['another kind', '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x"}}', 'not-an-event', 1],
    ['an event without an id', '{"kind":"Event","apiVersion":"audit.k8s.io/v1","verb":"get"}', 'no-audit-id', 1],
    ['a number', '12', 'not-an-object', 1],
    ['half an event', '{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"hal', 'not-json', 1],
    ['a NUL', '{"auditID":"nul\u0000"}', 'not-json', 1],
    ['nesting beyond all measure', `{"auditID":"deep","x":${'['.repeat(10_001)}${']'.repeat(10_001)}}`, 'not-json', 1],
    ['lines of nonsense', '{"a\n{"b\n{"c\n', 'not-json', 3],
  ];

  test.each(bad)('%s alone is 400, counted and kept', async (_, body, reason, count) => {
    const before = await rejectedSoFar();
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: 'bad-request' } });
    expect(await rejectedSoFar()).toBe(before + count);
    expect((await deadLetters())[0]?.reason).toBe(reason);
  });

  test.each(bad)('%s in a list with others loses only itself', async (name, body, _, count) => {
    if (count > 1) return;
    const ids = [`${name}-1`, `${name}-2`].map((id) => `in-list-${id.replaceAll(' ', '-')}`);
    const answer = await send(
      `{"kind":"EventList","items":[${event(ids[0] ?? '')},${body},${event(ids[1] ?? '')}]}`,
      '?wait=stored',
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ received: 3, stored: 2, duplicates: 0, completed: 0, rejected: 1 });
    const found = await find(`auditID: in-list-${name.replaceAll(' ', '-')}*`);
    expect(found.toSorted()).toEqual(ids);
  });

  test('half a body keeps what arrived whole', async () => {
    const body = `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[${event('half-1')},${event('half-2')},${event('half-3')}]}`;
    const answer = await send(body.slice(0, -20), '?wait=stored');
    expect(answer).toMatchObject({ status: 200, body: { received: 3, stored: 2, rejected: 1 } });
    expect((await find('auditID: half*')).toSorted()).toEqual(['half-1', 'half-2']);
  });

  test('can be exported as it came, and tried again', async () => {
    const { status } = await send('{"kind":"Event","verb":"to be seen"}');
    expect(status).toBe(400);
    const [letter] = await deadLetters();
    const bytes = await server.call('GET', `/api/v1/dead-letters/${letter?.id}/bytes`);
    expect(bytes.body).toEqual({ kind: 'Event', verb: 'to be seen' });
    expect((await server.call('POST', `/api/v1/dead-letters/${letter?.id}/retry`)).status).toBe(400);
    expect((await deadLetters())[0]?.id).toBe(letter?.id);
  });

  test('tried again after an upgrade that reads more, gives its good events', async () => {
    const cluster = (await server.context.records.clusters.list())[0];
    // What a release left that gave up at two bad lines in a row.
    await server.context.records.deadLetters.add([
      {
        clusterId: cluster?.id ?? '',
        key: 'old',
        receivedAtMicros: 1,
        detail: 'at byte 100 of the body',
        reason: 'not-json',
        bytes: Buffer.from(['klog 1', 'klog 2', event('found-1'), event('found-2'), 'klog 3'].join('\n')),
      },
    ]);
    const letter = (await deadLetters()).find(({ size }) => size > 300);
    const answer = await server.call('POST', `/api/v1/dead-letters/${letter?.id}/retry`);
    expect(answer.body).toMatchObject({ received: 5, stored: 2, rejected: 3 });
    expect((await find('auditID: found*')).toSorted()).toEqual(['found-1', 'found-2']);
    const listed = await server.call('GET', '/api/v1/dead-letters?state=stored');
    expect(JSON.stringify(listed.body)).toContain(`"id":${letter?.id},`);
  });

  test('tried again, an event comes out of the wrapper in which it was sent', async () => {
    const line = JSON.stringify({ log: `${event('wrapped-1')}\n`, stream: 'stdout', time: '2026-11-21T00:00:00Z' });
    expect(await send(line)).toMatchObject({ status: 400 });
    const [letter] = await deadLetters();
    const answer = await server.call('POST', `/api/v1/dead-letters/${letter?.id}/retry`);
    expect(answer.body).toEqual({ received: 1, stored: 1, duplicates: 0, completed: 0, rejected: 0 });
    expect(await find('auditID: wrapped-1 and __wrapper__.format: docker')).toEqual(['wrapped-1']);
  });
});

test('what was set aside is listed, counted and can be stored later', async () => {
  const { quarantine, records } = server.context;
  const cluster = (await records.clusters.list())[0];
  const events = [Buffer.from(event('aside-1')), Buffer.from(event('aside-2'))];
  await quarantine.keep({ clusterId: cluster?.id ?? '', receivedAtMicros: 5, reason: 'it cannot', events });
  const status = await server.call('GET', '/api/v1/status');
  expect(status.body).toMatchObject({ quarantine: { batches: 1, events: 2 } });
  expect((await server.call('GET', '/metrics')).body).toContain('whodunit_quarantine_events 2');
  const listed = await server.call('GET', '/api/v1/quarantine');
  const { items } = listed.body as { readonly items: readonly { readonly id: string }[] };
  expect(items).toMatchObject([{ cluster: 'prod', reason: 'it cannot', events: 2 }]);
  const retried = await server.call('POST', `/api/v1/quarantine/${items[0]?.id}/retry`);
  expect(retried.body).toMatchObject({ received: 2, stored: 2, rejected: 0 });
  expect((await find('auditID: aside*')).toSorted()).toEqual(['aside-1', 'aside-2']);
  expect((await server.call('GET', '/api/v1/quarantine')).body).toEqual({ items: [] });
  expect((await server.call('POST', `/api/v1/quarantine/${items[0]?.id}/retry`)).status).toBe(404);
});

test('what was set aside of a cluster goes with the cluster', async () => {
  const { quarantine, records } = server.context;
  await server.addCluster('short-lived');
  const clusters = await records.clusters.list();
  const [gone, stays] = ['short-lived', 'prod'].map((name) => clusters.find((one) => one.name === name)?.id ?? '');
  for (const clusterId of [gone, stays])
    await quarantine.keep({ clusterId: clusterId ?? '', receivedAtMicros: 5, reason: 'it cannot', events: [] });
  expect((await server.call('DELETE', '/api/v1/clusters/short-lived')).status).toBe(200);
  await expect.poll(() => quarantine.list().map(({ clusterId }) => clusterId)).toEqual([stays]);
  for (const { id } of quarantine.list()) await quarantine.remove(id);
});

describe('what is odd, and read', () => {
  test.each([
    [
      'nesting of 2,000',
      `"requestObject":{"x":${'['.repeat(2000)}${']'.repeat(2000)},"spec":{"nodeName":"odd-node"}},`,
    ],
    ['a lone surrogate', '"requestObject":{"x":"\\ud800","spec":{"nodeName":"odd-node"}},'],
    ['an escaped NUL', '"requestObject":{"x":"a\\u0000b","spec":{"nodeName":"odd-node"}},'],
    ['1e400', '"requestObject":{"x":1e400,"spec":{"nodeName":"odd-node"}},'],
    ['30 digits', '"requestObject":{"x":123456789012345678901234567890,"spec":{"nodeName":"odd-node"}},'],
    ['duplicate keys', '"requestObject":{"spec":{"nodeName":"shown","nodeName":"odd-node"}},'],
    ['keys in another case', '"REQUESTOBJECT":{"spec":{"nodeName":"odd-node"}},'],
    ['1.5 MB', `"requestObject":{"x":"${'x'.repeat(1_500_000)}","spec":{"nodeName":"odd-node"}},`],
  ])('%s hides nothing from search', async (name, more) => {
    const id = `odd-${name.replaceAll(/[^a-z0-9]/gi, '-')}`;
    const answer = await send(event(id, more), '?wait=stored');
    expect(answer).toMatchObject({ status: 200, body: { received: 1, stored: 1, rejected: 0 } });
    expect(await find(`auditID: ${id} and requestObject.spec.nodeName: odd-node`)).toEqual([id]);
  });

  test('a time of the year 9999 is shown as it came, under the time of its receipt, and stored once', async () => {
    const absurd = event('year-9999').replaceAll(/"20\d\d-/g, '"9999-');
    expect((await send(absurd, '?wait=stored')).body).toMatchObject({ stored: 1, duplicates: 0 });
    expect((await send(absurd, '?wait=stored')).body).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await find('auditID: year-9999', '-5m')).toEqual(['year-9999']);
  });

  test('an audit id of a megabyte', async () => {
    const id = 'm'.repeat(1 << 20);
    expect((await send(event(id), '?wait=stored')).body).toMatchObject({ stored: 1 });
    expect((await send(event(id), '?wait=stored')).body).toMatchObject({ duplicates: 0, stored: 1 });
    expect((await find('auditID: mm*')).length).toBe(2);
  });

  test.each([
    '',
    '[]',
    '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[]}',
    '{"items":null,"kind":"EventList"}',
  ])('nothing, as "%s", is 200 with zeros', async (body) => {
    expect(await send(body)).toMatchObject({ status: 200, body: { received: 0, rejected: 0 } });
    const zeros = { received: 0, stored: 0, duplicates: 0, completed: 0, rejected: 0 };
    expect((await send(body, '?wait=stored')).body).toEqual(zeros);
  });
});

describe('size and encoding', () => {
  test('200 MB in one body', async () => {
    const filler = 'y'.repeat(1_400_000);
    const lines = Array.from({ length: 150 }, (_, index) =>
      event(`big-${index}`, `"requestObject":{"x":"${filler}"},`),
    );
    const body = Buffer.from(lines.join('\n'));
    expect(body.length).toBeGreaterThan(200 << 20);
    const answer = await send(body, '?wait=stored');
    expect(answer).toMatchObject({ status: 200, body: { received: 150, stored: 150, rejected: 0 } });
    expect((await search('auditID: big*', '-1h', 1)).total).toBe(150);
  }, 120_000);

  test('more than 256 MiB is 413, whether its length is told or not', async () => {
    const body = Buffer.alloc((256 << 20) + 1, ' ');
    expect(await send(body)).toMatchObject({ status: 413, body: { error: { code: 'too-large' } } });
    expect(await sendChunked([body.subarray(0, 128 << 20), body.subarray(0, 128 << 20), Buffer.from('  ')])).toBe(413);
    expect((await send(event('after-large'), '?wait=stored')).status).toBe(200);
  }, 120_000);

  test('a gzip bomb is 413', async () => {
    const bomb = gzipSync(Buffer.alloc(300 << 20, ' '));
    expect(bomb.length).toBeLessThan(1 << 20);
    expect((await send(bomb, '', { 'content-encoding': 'gzip' })).status).toBe(413);
  }, 120_000);

  test('gzip, and gzip that is none or cut', async () => {
    const packed = gzipSync(event('packed'));
    expect((await send(packed, '?wait=stored', { 'content-encoding': 'gzip' })).body).toMatchObject({ stored: 1 });
    expect((await send('not gzip', '', { 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await send(packed.subarray(0, -12), '', { 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await send(packed, '', { 'content-encoding': 'br' })).status).toBe(400);
  });

  test('a body that breaks off gives its room back', async () => {
    // Each of these holds 100 MB when it breaks off: the room of all bodies together is 768 MB.
    for (let round = 0; round < 10; round += 1) await breakOff(round % 2 === 0);
    expect((await send(event('after-breaking-off'), '?wait=stored')).body).toMatchObject({ stored: 1 });
  }, 120_000);

  test('any content type', async () => {
    for (const type of ['application/json', 'text/plain', 'application/x-ndjson', 'application/octet-stream'])
      expect((await send(event(`type-${type}`), '', { 'content-type': type })).status).toBe(200);
  });
});

/** Sends a body in chunks, without telling its length; resolves with the status. */
function sendChunked(chunks: readonly Buffer[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = `${server.url}/ingest/v1/clusters/prod/audit`;
    const sent = request(url, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    void (async () => {
      for (const chunk of chunks) await new Promise((written) => sent.write(chunk, written));
      sent.end();
    })();
  });
}

/** Begins a body and goes away. */
function breakOff(isGzip: boolean): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(`${server.url}/ingest/v1/clusters/prod/audit`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...(isGzip ? { 'content-encoding': 'gzip' } : {}) },
    });
    sent.on('error', () => undefined);
    sent.on('close', () => resolve());
    const half = Buffer.alloc(100 << 20, ' ');
    sent.write(isGzip ? gzipSync(half).subarray(0, -8) : half, () => sent.destroy());
  });
}

describe('who may send', () => {
  const path = '/ingest/v1/clusters/prod/audit';

  test('nobody without a token, or with a wrong one', async () => {
    for (const authorization of ['', 'Bearer wrong', 'Basic abc', `Bearer ${'x'.repeat(4000)}`])
      expect((await server.call('POST', path, event('denied'), { authorization })).status).toBe(401);
    expect((await server.call('POST', '/ingest/v1/token/wrong/audit', event('denied'))).status).toBe(401);
    expect(await find('auditID: denied')).toEqual([]);
  });

  test('nobody to a cluster that is not there, as far as they may know', async () => {
    const unknown = '/ingest/v1/clusters/unknown/audit';
    expect((await server.call('POST', unknown, event('x'))).status).toBe(404);
    expect((await server.call('POST', unknown, event('x'), { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await server.call('POST', unknown, event('x'), { authorization: `Bearer ${token}` })).status).toBe(403);
  });

  test('not with the token of another cluster', async () => {
    const other = await server.addCluster('other');
    expect((await server.call('POST', path, event('x'), { authorization: `Bearer ${other}` })).status).toBe(403);
  });

  test('two tokens at once, until the old one is revoked; also in the path', async () => {
    const first = await server.addCluster('rotating');
    const added = (await server.call('POST', '/api/v1/clusters/rotating/tokens')).body as {
      id: string;
      ingestToken: string;
    };
    const listed = (await server.call('GET', '/api/v1/clusters/rotating/tokens')).body as { items: { id: string }[] };
    const old = listed.items.find(({ id }) => id !== added.id)?.id ?? '';
    const status = async (one: string): Promise<number[]> => {
      const target = '/ingest/v1/clusters/rotating/audit';
      const byHeader = await server.call('POST', target, event('r'), { authorization: `Bearer ${one}` });
      const byPath = await server.call('POST', `/ingest/v1/token/${one}/audit`, event('r'), { authorization: '' });
      return [byHeader.status, byPath.status];
    };
    expect([await status(first), await status(added.ingestToken)]).toEqual([
      [200, 200],
      [200, 200],
    ]);
    expect((await server.call('DELETE', `/api/v1/clusters/rotating/tokens/${old}`)).status).toBe(200);
    expect([await status(first), await status(added.ingestToken)]).toEqual([
      [401, 401],
      [200, 200],
    ]);
  });

  test('nobody to a disabled cluster, which keeps its data', async () => {
    const one = await server.addCluster('sleeping');
    const target = '/ingest/v1/clusters/sleeping/audit?wait=stored';
    const authorization = `Bearer ${one}`;
    expect((await server.call('POST', target, event('kept-1'), { authorization })).status).toBe(200);
    const change = (status: string): Promise<Answer> =>
      server.call('PATCH', '/api/v1/clusters/sleeping', JSON.stringify({ status }), {
        'content-type': 'application/json',
      });
    expect((await change('disabled')).status).toBe(200);
    const refused = await server.call('POST', target, event('kept-2'), { authorization });
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'cluster-disabled' } } });
    expect((await server.call('POST', `/ingest/v1/token/${one}/audit`, event('kept-2'))).status).toBe(403);
    expect(await find('auditID: kept*')).toEqual(['kept-1']);
    await change('enabled');
    expect((await server.call('POST', target, event('kept-2'), { authorization })).status).toBe(200);
  });
});

describe('numbers of what was stored', () => {
  const target = (name: string): string => `/ingest/v1/clusters/${name}/audit?wait=stored`;

  test('of a log, again, and of the same by webhook', async () => {
    await server.addCluster('beta');
    const log = recordedLog('registered-v1beta1');
    const read = 2966;
    expect((await server.call('POST', target('beta'), log)).body).toEqual({
      received: read,
      stored: read,
      duplicates: 0,
      completed: 0,
      rejected: 0,
    });
    expect((await server.call('POST', target('beta'), log)).body).toMatchObject({ stored: 0, duplicates: read });
    const bodies = recordedBodies('registered-v1beta1');
    const answers = await Promise.all(bodies.map((body) => server.call('POST', target('beta'), body)));
    const sum = (name: string): number =>
      answers.reduce((total, { body }) => total + Number((body as Record<string, number>)[name]), 0);
    expect([sum('received'), sum('duplicates'), sum('stored')]).toEqual([1096, 1096, 0]);
  });

  test('of whole events that take the place of truncated ones', async () => {
    await server.addCluster('modern');
    for (const body of recordedBodies('modern-v1.36'))
      expect((await server.call('POST', target('modern'), body)).status).toBe(200);
    const log = recordedLog('modern-v1.36');
    expect((await server.call('POST', target('modern'), log)).body).toEqual({
      received: 2903,
      stored: 40,
      duplicates: 2827,
      completed: 36,
      rejected: 0,
    });
    expect(await find('annotations.audit.k8s.io/truncated: true', '2026-11-01T00:00:00Z')).toEqual([]);
  });

  test('of a body with a key are decided once, also when it is sent several times at once', async () => {
    await server.addCluster('keyed');
    const body = [1, 2, 3].map((id) => event(`keyed-${id}`)).join('\n');
    const headers = { 'x-whodunit-import': 'a-key/0' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => server.call('POST', target('keyed'), body, headers)));
    answers.push(await server.call('POST', target('keyed'), body, headers));
    const first = { received: 3, stored: 3, duplicates: 0, completed: 0, rejected: 0 };
    expect(answers.map((answer) => answer.body)).toEqual([first, first, first, first, first]);
    const other = await server.call('POST', target('keyed'), body, { 'x-whodunit-import': 'a-key/1' });
    expect(other.body).toMatchObject({ stored: 0, duplicates: 3 });
    expect((await find('auditID: keyed*')).length).toBe(3);
  });
});

test('after all this the server is up, and says what it took', async () => {
  expect((await server.call('GET', '/healthz')).status).toBe(200);
  expect((await server.call('GET', '/readyz')).status).toBe(200);
  const metrics = String((await server.call('GET', '/metrics')).body);
  expect(metrics).toMatch(/^whodunit_journal_pending_events \d+$/m);
  expect(metrics).toMatch(/^whodunit_engine_restarts_total 0$/m);
  expect(metrics).toMatch(/^whodunit_ingest_events_total\{cluster="modern",outcome="completed"\} 36$/m);
});
