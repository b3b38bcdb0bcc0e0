// What is taken out of events before they are stored, in a whole server with a real engine.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, 120_000);
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };
const rules = [{ resources: ['secrets'], fields: ['responseObject'] }, { pattern: 'AKIA[0-9A-Z]+' }];

function event(id: string): string {
  return JSON.stringify({
    kind: 'Event',
    level: 'RequestResponse',
    auditID: `00000000-0000-4000-8000-${id.padStart(12, '0')}`,
    stage: 'ResponseComplete',
    verb: 'get',
    requestURI: '/api/v1/secrets/a?key=AKIA0000',
    user: { username: 'ann' },
    objectRef: { resource: 'secrets', name: 'a' },
    responseObject: { data: { password: 'c2VjcmV0' } },
    stageTimestamp: new Date().toISOString(),
  });
}

async function change(cluster: string, body: object): Promise<Answer> {
  return server.call('PATCH', `/api/v1/clusters/${cluster}`, JSON.stringify(body), json);
}

async function send(cluster: string, token: string, body: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}` };
  return (await server.call('POST', `/ingest/v1/clusters/${cluster}/audit?wait=stored`, body, headers)).body;
}

async function stored(cluster: string): Promise<string> {
  const query = { query: '*', from: '-1h', to: 'now', clusters: [cluster] };
  return JSON.stringify((await server.call('POST', '/api/v1/query', JSON.stringify(query), json)).body);
}

test('it is taken out from then on, of that cluster alone, and events that come again are known', async () => {
  const [token, other] = [await server.addCluster('redacted'), await server.addCluster('plain')];
  expect(await change('redacted', { redaction: rules })).toMatchObject({ status: 200, body: { redaction: rules } });
  const first = event('1');
  expect(await send('redacted', token, first)).toMatchObject({ stored: 1 });
  expect(await send('redacted', token, first)).toMatchObject({ stored: 0, duplicates: 1 });
  await send('plain', other, event('2'));
  const kept = await stored('redacted');
  expect(kept).toContain('responseobject, texts by a pattern');
  expect(kept).not.toMatch(/c2VjcmV0|AKIA/);
  expect(await stored('plain')).toContain('c2VjcmV0');
  expect(await change('redacted', { redaction: [] })).toMatchObject({ status: 200, body: { redaction: [] } });
  await send('redacted', token, event('3'));
  expect(await stored('redacted')).toContain('c2VjcmV0');
});

test('rules that are none are refused with their place, and nothing changes', async () => {
  await server.addCluster('strict');
  for (const redaction of [[{ fields: ['auditID'] }], [{ pattern: '(' }], [{}]]) {
    const { status, body } = await change('strict', { redaction });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('body.redaction')]);
  }
  expect((await server.call('GET', '/api/v1/clusters/strict')).body).toMatchObject({ redaction: [] });
});
