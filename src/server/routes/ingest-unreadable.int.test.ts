import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { event, type IngestServer, startIngestServer } from './testkit/ingest.ts';

let on: IngestServer;

beforeAll(async () => {
  on = await startIngestServer();
});
afterAll(() => on.server.close());

interface Letter {
  readonly id: number;
  readonly reason: string;
  readonly size: number;
}

async function deadLetters(): Promise<Letter[]> {
  const { body } = await on.server.call('GET', '/api/v1/dead-letters?limit=500');
  return (body as { items: Letter[] }).items;
}

async function rejectedSoFar(): Promise<number> {
  const { body } = await on.server.call('GET', '/metrics');
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
    const answer = await on.send(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: 'bad-request' } });
    expect(await rejectedSoFar()).toBe(before + count);
    expect((await deadLetters())[0]?.reason).toBe(reason);
  });

  test.each(bad)('%s in a list with others loses only itself', async (name, body, _, count) => {
    if (count > 1) return;
    const ids = [`${name}-1`, `${name}-2`].map((id) => `in-list-${id.replaceAll(' ', '-')}`);
    const answer = await on.send(
      `{"kind":"EventList","items":[${event(ids[0] ?? '')},${body},${event(ids[1] ?? '')}]}`,
      '?wait=stored',
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ received: 3, stored: 2, duplicates: 0, completed: 0, rejected: 1 });
    const found = await on.find(`auditID: in-list-${name.replaceAll(' ', '-')}*`);
    expect(found.toSorted()).toEqual(ids);
  });

  test('half a body keeps what arrived whole', async () => {
    const body = `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[${event('half-1')},${event('half-2')},${event('half-3')}]}`;
    const answer = await on.send(body.slice(0, -20), '?wait=stored');
    expect(answer).toMatchObject({ status: 200, body: { received: 3, stored: 2, rejected: 1 } });
    expect((await on.find('auditID: half*')).toSorted()).toEqual(['half-1', 'half-2']);
  });

  test('can be exported as it came, and tried again', async () => {
    const { status } = await on.send('{"kind":"Event","verb":"to be seen"}');
    expect(status).toBe(400);
    const [letter] = await deadLetters();
    const bytes = await on.server.call('GET', `/api/v1/dead-letters/${letter?.id}/bytes`);
    expect(bytes.body).toEqual({ kind: 'Event', verb: 'to be seen' });
    expect((await on.server.call('POST', `/api/v1/dead-letters/${letter?.id}/retry`)).status).toBe(400);
    expect((await deadLetters())[0]?.id).toBe(letter?.id);
  });

  test('tried again after an upgrade that reads more, gives its good events', async () => {
    const cluster = (await on.server.context.records.clusters.list())[0];
    // What a release left that gave up at two bad lines in a row.
    await on.server.context.records.deadLetters.add([
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
    const answer = await on.server.call('POST', `/api/v1/dead-letters/${letter?.id}/retry`);
    expect(answer.body).toMatchObject({ received: 5, stored: 2, rejected: 3 });
    expect((await on.find('auditID: found*')).toSorted()).toEqual(['found-1', 'found-2']);
    const listed = await on.server.call('GET', '/api/v1/dead-letters?state=stored');
    expect(JSON.stringify(listed.body)).toContain(`"id":${letter?.id},`);
  });

  test('tried again, an event comes out of the wrapper in which it was sent', async () => {
    const line = JSON.stringify({ log: `${event('wrapped-1')}\n`, stream: 'stdout', time: '2026-11-21T00:00:00Z' });
    expect(await on.send(line)).toMatchObject({ status: 400 });
    const [letter] = await deadLetters();
    const answer = await on.server.call('POST', `/api/v1/dead-letters/${letter?.id}/retry`);
    expect(answer.body).toEqual({ received: 1, stored: 1, duplicates: 0, completed: 0, rejected: 0 });
    expect(await on.find('auditID: wrapped-1 and __wrapper__.format: docker')).toEqual(['wrapped-1']);
  });
});

test('what was set aside is listed, counted and can be stored later', async () => {
  const { quarantine, records } = on.server.context;
  const cluster = (await records.clusters.list())[0];
  const events = [Buffer.from(event('aside-1')), Buffer.from(event('aside-2'))];
  await quarantine.keep({ clusterId: cluster?.id ?? '', receivedAtMicros: 5, reason: 'it cannot', events });
  const status = await on.server.call('GET', '/api/v1/status');
  expect(status.body).toMatchObject({ quarantine: { batches: 1, events: 2 } });
  expect((await on.server.call('GET', '/metrics')).body).toContain('whodunit_quarantine_events 2');
  const listed = await on.server.call('GET', '/api/v1/quarantine');
  const { items } = listed.body as { readonly items: readonly { readonly id: string }[] };
  expect(items).toMatchObject([{ cluster: 'prod', reason: 'it cannot', events: 2 }]);
  const retried = await on.server.call('POST', `/api/v1/quarantine/${items[0]?.id}/retry`);
  expect(retried.body).toMatchObject({ received: 2, stored: 2, rejected: 0 });
  expect((await on.find('auditID: aside*')).toSorted()).toEqual(['aside-1', 'aside-2']);
  expect((await on.server.call('GET', '/api/v1/quarantine')).body).toEqual({ items: [] });
  expect((await on.server.call('POST', `/api/v1/quarantine/${items[0]?.id}/retry`)).status).toBe(404);
});

test('what was set aside of a cluster goes with the cluster', async () => {
  const { quarantine, records } = on.server.context;
  await on.server.addCluster('short-lived');
  const clusters = await records.clusters.list();
  const [gone, stays] = ['short-lived', 'prod'].map((name) => clusters.find((one) => one.name === name)?.id ?? '');
  for (const clusterId of [gone, stays])
    await quarantine.keep({ clusterId: clusterId ?? '', receivedAtMicros: 5, reason: 'it cannot', events: [] });
  expect((await on.server.call('DELETE', '/api/v1/clusters/short-lived')).status).toBe(200);
  await expect.poll(() => quarantine.list().map(({ clusterId }) => clusterId)).toEqual([stays]);
  for (const { id } of quarantine.list()) await quarantine.remove(id);
});

test('after all this the server is up', async () => {
  await on.expectUp();
});
