import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;
let ingestToken: string;
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
  server = await startTestServer();
  ingestToken = await server.addCluster('live');
}, 120_000);
afterAll(() => server.close());

async function send(id: string): Promise<void> {
  const time = new Date().toISOString();
  const event = `{\r\n"kind":"Event","auditID":"${id}","stage":"ResponseComplete","verb":"get","stageTimestamp":"${time}"}`;
  const bearer = { authorization: `Bearer ${ingestToken}` };
  const { status } = await server.call('POST', '/ingest/v1/clusters/live/audit', event, bearer);
  expect(status).toBe(200);
}

interface Message {
  readonly name: string;
  readonly data: Record<string, unknown>;
}

/** Reads the server-sent events of a tail until the server ends it, or until what was read is enough. */
async function* follow(token: string): AsyncGenerator<Message> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${server.url}/api/v1/tail`, { headers });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString();
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const [, name = '', data = ''] = /^event: (\w+)\ndata: ([^\n\r]*)$/.exec(message) ?? [];
      yield { name, data: JSON.parse(data) as Record<string, unknown> };
    }
  }
}

test('shows each event once, also those of bodies that came at the same moment and were stored one after another', async () => {
  const ids: unknown[] = [];
  let sent = 0;
  for await (const { name, data } of follow(server.adminToken)) {
    if (name === 'audit') ids.push(data['auditID']);
    else if (sent < 400) {
      await Promise.all(Array.from({ length: 100 }, (_, index) => send(`burst-${sent + index}`)));
      sent += 100;
    }
    if (ids.length === 400) break;
  }
  expect(new Set(ids).size).toBe(400);
});

test('ends with the token that it was opened with', async () => {
  const added = await server.call('POST', '/api/v1/api-tokens', '{"name":"short","role":"viewer"}', json);
  const { token, id } = added.body as { token: string; id: string };
  let messages = 0;
  for await (const { name } of follow(token)) {
    messages += 1;
    expect(name).toBe('status');
    if (messages === 1) expect((await server.call('DELETE', `/api/v1/api-tokens/${id}`)).status).toBe(200);
  }
  expect(messages).toBeGreaterThan(0);
});

test('is written down with what was looked for', async () => {
  const target = `/api/v1/tail?query=${encodeURIComponent('verb: no such')}`;
  const response = await fetch(`${server.url}${target}`, { headers: { authorization: `Bearer ${server.adminToken}` } });
  await response.body?.cancel();
  const { body } = await server.call('GET', '/api/v1/activity?action=tail&limit=1');
  expect(body).toMatchObject({
    items: [{ actor: 'local-admin', outcome: 'done', detail: { query: 'verb: no such' } }],
  });
});
