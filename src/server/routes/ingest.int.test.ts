import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordedBodies, recordedLog } from '../../../test/support/recorded.ts';
import type { Answer } from '../../app/testkit.ts';
import { event, type IngestServer, startIngestServer } from './testkit/ingest.ts';

let on: IngestServer;

beforeAll(async () => {
  on = await startIngestServer();
});
afterAll(() => on.server.close());

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
    const answer = await on.send(event(id, more), '?wait=stored');
    expect(answer).toMatchObject({ status: 200, body: { received: 1, stored: 1, rejected: 0 } });
    expect(await on.find(`auditID: ${id} and requestObject.spec.nodeName: odd-node`)).toEqual([id]);
  });

  test('a time of the year 9999 is shown as it came, under the time of its receipt, and stored once', async () => {
    const absurd = event('year-9999').replaceAll(/"20\d\d-/g, '"9999-');
    expect((await on.send(absurd, '?wait=stored')).body).toMatchObject({ stored: 1, duplicates: 0 });
    expect((await on.send(absurd, '?wait=stored')).body).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await on.find('auditID: year-9999', '-5m')).toEqual(['year-9999']);
  });

  test('an audit id of a megabyte', async () => {
    const id = 'm'.repeat(1 << 20);
    expect((await on.send(event(id), '?wait=stored')).body).toMatchObject({ stored: 1 });
    expect((await on.send(event(id), '?wait=stored')).body).toMatchObject({ duplicates: 0, stored: 1 });
    expect((await on.find('auditID: mm*')).length).toBe(2);
  });

  test.each([
    '',
    '[]',
    '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[]}',
    '{"items":null,"kind":"EventList"}',
  ])('nothing, as "%s", is 200 with zeros', async (body) => {
    expect(await on.send(body)).toMatchObject({ status: 200, body: { received: 0, rejected: 0 } });
    const zeros = { received: 0, stored: 0, duplicates: 0, completed: 0, rejected: 0 };
    expect((await on.send(body, '?wait=stored')).body).toEqual(zeros);
  });
});

describe('who may send', () => {
  const path = '/ingest/v1/clusters/prod/audit';

  test('nobody without a token, or with a wrong one', async () => {
    for (const authorization of ['', 'Bearer wrong', 'Basic abc', `Bearer ${'x'.repeat(4000)}`])
      expect((await on.server.call('POST', path, event('denied'), { authorization })).status).toBe(401);
    expect((await on.server.call('POST', '/ingest/v1/token/wrong/audit', event('denied'))).status).toBe(401);
    expect(await on.find('auditID: denied')).toEqual([]);
  });

  test('nobody to a cluster that is not there, as far as they may know', async () => {
    const unknown = '/ingest/v1/clusters/unknown/audit';
    expect((await on.server.call('POST', unknown, event('x'))).status).toBe(404);
    expect((await on.server.call('POST', unknown, event('x'), { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await on.server.call('POST', unknown, event('x'), { authorization: `Bearer ${on.token}` })).status).toBe(
      403,
    );
  });

  test('not with the token of another cluster', async () => {
    const other = await on.server.addCluster('other');
    expect((await on.server.call('POST', path, event('x'), { authorization: `Bearer ${other}` })).status).toBe(403);
  });

  test('two tokens at once, until the old one is revoked; also in the path', async () => {
    const first = await on.server.addCluster('rotating');
    const added = (await on.server.call('POST', '/api/v1/clusters/rotating/tokens')).body as {
      id: string;
      ingestToken: string;
    };
    const listed = (await on.server.call('GET', '/api/v1/clusters/rotating/tokens')).body as {
      items: { id: string }[];
    };
    const old = listed.items.find(({ id }) => id !== added.id)?.id ?? '';
    const status = async (one: string): Promise<number[]> => {
      const target = '/ingest/v1/clusters/rotating/audit';
      const byHeader = await on.server.call('POST', target, event('r'), { authorization: `Bearer ${one}` });
      const byPath = await on.server.call('POST', `/ingest/v1/token/${one}/audit`, event('r'), { authorization: '' });
      return [byHeader.status, byPath.status];
    };
    expect([await status(first), await status(added.ingestToken)]).toEqual([
      [200, 200],
      [200, 200],
    ]);
    expect((await on.server.call('DELETE', `/api/v1/clusters/rotating/tokens/${old}`)).status).toBe(200);
    expect([await status(first), await status(added.ingestToken)]).toEqual([
      [401, 401],
      [200, 200],
    ]);
  });

  test('nobody to a disabled cluster, which keeps its data', async () => {
    const one = await on.server.addCluster('sleeping');
    const target = '/ingest/v1/clusters/sleeping/audit?wait=stored';
    const authorization = `Bearer ${one}`;
    expect((await on.server.call('POST', target, event('kept-1'), { authorization })).status).toBe(200);
    const change = (status: string): Promise<Answer> =>
      on.server.call('PATCH', '/api/v1/clusters/sleeping', JSON.stringify({ status }), {
        'content-type': 'application/json',
      });
    expect((await change('disabled')).status).toBe(200);
    const refused = await on.server.call('POST', target, event('kept-2'), { authorization });
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'cluster-disabled' } } });
    expect((await on.server.call('POST', `/ingest/v1/token/${one}/audit`, event('kept-2'))).status).toBe(403);
    expect(await on.find('auditID: kept*')).toEqual(['kept-1']);
    await change('enabled');
    expect((await on.server.call('POST', target, event('kept-2'), { authorization })).status).toBe(200);
  });
});

describe('numbers of what was stored', () => {
  const target = (name: string): string => `/ingest/v1/clusters/${name}/audit?wait=stored`;

  test('of a log, again, and of the same by webhook', async () => {
    await on.server.addCluster('beta');
    const log = recordedLog('registered-v1beta1');
    const read = 2966;
    expect((await on.server.call('POST', target('beta'), log)).body).toEqual({
      received: read,
      stored: read,
      duplicates: 0,
      completed: 0,
      rejected: 0,
    });
    expect((await on.server.call('POST', target('beta'), log)).body).toMatchObject({ stored: 0, duplicates: read });
    const bodies = recordedBodies('registered-v1beta1');
    const answers = await Promise.all(bodies.map((body) => on.server.call('POST', target('beta'), body)));
    const sum = (name: string): number =>
      answers.reduce((total, { body }) => total + Number((body as Record<string, number>)[name]), 0);
    expect([sum('received'), sum('duplicates'), sum('stored')]).toEqual([1096, 1096, 0]);
  });

  test('of whole events that take the place of truncated ones', async () => {
    await on.server.addCluster('modern');
    for (const body of recordedBodies('modern-v1.36'))
      expect((await on.server.call('POST', target('modern'), body)).status).toBe(200);
    const log = recordedLog('modern-v1.36');
    expect((await on.server.call('POST', target('modern'), log)).body).toEqual({
      received: 2903,
      stored: 40,
      duplicates: 2827,
      completed: 36,
      rejected: 0,
    });
    expect(await on.find('annotations.audit.k8s.io/truncated: true', '2026-11-01T00:00:00Z')).toEqual([]);
  });

  test('of a body with a key are decided once, also when it is sent several times at once', async () => {
    await on.server.addCluster('keyed');
    const body = [1, 2, 3].map((id) => event(`keyed-${id}`)).join('\n');
    const headers = { 'x-whodunit-import': 'a-key/0' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => on.server.call('POST', target('keyed'), body, headers)));
    answers.push(await on.server.call('POST', target('keyed'), body, headers));
    const first = { received: 3, stored: 3, duplicates: 0, completed: 0, rejected: 0 };
    expect(answers.map((answer) => answer.body)).toEqual([first, first, first, first, first]);
    const other = await on.server.call('POST', target('keyed'), body, { 'x-whodunit-import': 'a-key/1' });
    expect(other.body).toMatchObject({ stored: 0, duplicates: 3 });
    expect((await on.find('auditID: keyed*')).length).toBe(3);
  });
});

test('after all this the server is up, and says what it took', async () => {
  expect(await on.expectUp()).toMatch(/^whodunit_ingest_events_total\{cluster="modern",outcome="completed"\} 36$/m);
});
