import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;
let ingestToken: string;
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
  server = await startTestServer();
  ingestToken = await server.addCluster('live');
});
afterAll(() => server.close());

async function send(id: string): Promise<void> {
  const time = new Date().toISOString();
  const event = `{\r\n"kind":"Event","auditID":"${id}","stage":"ResponseComplete","verb":"get","stageTimestamp":"${time}"}`;
  const bearer = { authorization: `Bearer ${ingestToken}` };
  const { status } = await server.call('POST', '/ingest/v1/clusters/live/audit', event, bearer);
  expect(status).toBe(200);
}

/** A body of so many events: one receipt. */
async function sendMany(count: number): Promise<void> {
  const stageTimestamp = new Date().toISOString();
  const events = Array.from({ length: count }, (_, index) =>
    JSON.stringify({ kind: 'Event', auditID: `many-${index}`, stage: 'ResponseComplete', verb: 'get', stageTimestamp }),
  );
  const bearer = { authorization: `Bearer ${ingestToken}` };
  const { status } = await server.call('POST', '/ingest/v1/clusters/live/audit', events.join('\n'), bearer);
  expect(status).toBe(200);
}

interface Message {
  readonly name: string;
  readonly data: Record<string, unknown>;
}

async function addToken(name: string, more: object = {}): Promise<{ readonly token: string; readonly id: string }> {
  const added = await server.call(
    'POST',
    '/api/v1/api-tokens',
    JSON.stringify({ name, role: 'viewer', ...more }),
    json,
  );
  expect(added.status).toBe(200);
  return added.body as { token: string; id: string };
}

/** Reads the server-sent events of a tail until the server ends it, or until what was read is enough. */
async function* follow(token: string, query = ''): AsyncGenerator<Message> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${server.url}/api/v1/tail?query=${encodeURIComponent(query)}`, { headers });
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

test('shows all events of one body, however many they are', async () => {
  const ids = new Set<unknown>();
  let statuses = 0;
  for await (const { name, data } of follow(server.adminToken)) {
    if (name === 'audit') ids.add(data['auditID']);
    else {
      expect(data).toMatchObject({ skipped: false });
      if (statuses === 0) await sendMany(1200);
      statuses += 1;
    }
    if (ids.size === 1200 || statuses === 8) break;
  }
  expect(ids.size).toBe(1200);
});

test('ends with the token that it was opened with', async () => {
  const { token, id } = await addToken('short');
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

/** The ids of the events that a tail shows until the marker comes, which everybody is shown. */
async function shownUntilMarker(token: string, query: string, onOpen: () => void): Promise<readonly unknown[]> {
  const ids: unknown[] = [];
  let isOpen = false;
  for await (const { name, data } of follow(token, query)) {
    if (name === 'audit' && data['auditID'] === 'marker') return ids;
    if (name === 'audit') ids.push(data['auditID']);
    if (!isOpen) onOpen();
    isOpen = true;
  }
  throw new Error('the tail ended');
}

test('fifty tails of ten callers and five searches: each sees what it asks for, and the store is asked once a commit', async () => {
  const callers = await Promise.all(Array.from({ length: 10 }, (_, index) => addToken(`caller-${index}`)));
  const verbs = ['get', 'list', 'watch', 'create', 'delete'];
  const searches = verbs.map((verb) => `verb: ${verb} or auditID: marker`);
  let open = 0;
  const opened = Promise.withResolvers<undefined>();
  const tails = callers.flatMap(({ token }) =>
    searches.map((query) =>
      shownUntilMarker(token, query, () => {
        open += 1;
        if (open === 50) opened.resolve(undefined);
      }),
    ),
  );
  await opened.promise;
  const before = server.context.stream.reads();
  // Within a body events come in the order of their times.
  const lines = [...verbs.map((verb) => [verb, verb]), ['marker', 'patch']].map(([auditID, verb], index) => {
    const stageTimestamp = new Date(Date.now() + index).toISOString();
    return JSON.stringify({ kind: 'Event', auditID, stage: 'ResponseComplete', verb, stageTimestamp });
  });
  const bearer = { authorization: `Bearer ${ingestToken}` };
  await server.call('POST', '/ingest/v1/clusters/live/audit?wait=stored', lines.join('\n'), bearer);
  const shown = await Promise.all(tails);
  expect(server.context.stream.reads() - before).toBe(1);
  expect(shown).toEqual(callers.flatMap(() => verbs.map((verb) => [verb])));
});

test('shows nothing of what its caller may not see', async () => {
  await server.addCluster('other');
  const limited = await addToken('limited', { limits: { clusters: ['live'], namespaces: ['shop'], bodies: false } });
  const other = await addToken('elsewhere', { limits: { clusters: ['other'] } });
  const seen: string[] = [];
  const elsewhere = follow(other.token);
  await elsewhere.next();
  const statuses: unknown[] = [];
  for await (const { name, data } of follow(limited.token)) {
    if (name === 'status') {
      statuses.push(data['pending']);
      if (statuses.length === 1) await sendScoped();
    } else seen.push(JSON.stringify(data));
    if (seen.length === 2) break;
  }
  expect(seen.join()).not.toMatch(/secret|hidden/);
  expect(seen.map((text) => (JSON.parse(text) as { auditID: string }).auditID).toSorted()).toEqual([
    'shop-1',
    'shop-2',
  ]);
  expect(seen[0]).toContain('"__redacted__":["requestObject","responseObject"]');
  expect(new Set(statuses)).toEqual(new Set([null]));
  const next = await elsewhere.next();
  expect(next.value).toMatchObject({ name: 'status' });
  await elsewhere.return(undefined);
});

async function sendScoped(): Promise<void> {
  const common = { kind: 'Event', stage: 'ResponseComplete', verb: 'create', stageTimestamp: new Date().toISOString() };
  const events = [
    { ...common, auditID: 'shop-1', objectRef: { namespace: 'shop' }, requestObject: { data: 'secret' } },
    { ...common, auditID: 'hidden-1', objectRef: { namespace: 'kube-system' } },
    { ...common, auditID: 'hidden-2' },
    { ...common, auditID: 'shop-2', objectRef: { namespace: 'shop' }, responseObject: { data: 'secret' } },
  ];
  const bearer = { authorization: `Bearer ${ingestToken}` };
  await server.call('POST', '/ingest/v1/clusters/live/audit', JSON.stringify(events), bearer);
}

test('a caller without bodies does not find by them what they may see', async () => {
  const { token } = await addToken('no-bodies', { limits: { bodies: false } });
  const shown = shownUntilMarker(token, 'password or auditID: marker', () => void sendBodies());
  expect(await shown).toEqual(['uri']);
});

/** Three that hold the word, one of them where everybody sees it, and the marker after them. */
async function sendBodies(): Promise<void> {
  const events = [
    { auditID: 'request', requestObject: { data: 'password' } },
    { auditID: 'uri', requestURI: '/password' },
    { auditID: 'response', responseObject: { data: 'password' } },
    { auditID: 'marker' },
  ].map((event, index) => {
    const stageTimestamp = new Date(Date.now() + index).toISOString();
    return { kind: 'Event', stage: 'ResponseComplete', verb: 'create', stageTimestamp, ...event };
  });
  const bearer = { authorization: `Bearer ${ingestToken}` };
  await server.call('POST', '/ingest/v1/clusters/live/audit', JSON.stringify(events), bearer);
}

test('one caller has twenty at most, and the others theirs', async () => {
  const { token } = await addToken('greedy');
  const leaving = new AbortController();
  const open = (as: string) =>
    fetch(`${server.url}/api/v1/tail`, { headers: { authorization: `Bearer ${as}` }, signal: leaving.signal });
  const tails = await Promise.all(Array.from({ length: 20 }, () => open(token)));
  expect(new Set(tails.map(({ status }) => status))).toEqual(new Set([200]));
  const refused = await open(token);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({
    error: { code: 'too-many-requests', message: expect.stringContaining('tails-per-caller: 20') },
  });
  expect((await open(server.adminToken)).status).toBe(200);
  leaving.abort();
  // What was left is given back.
  let status = 0;
  while (status !== 200) {
    const again = await fetch(`${server.url}/api/v1/tail`, { headers: { authorization: `Bearer ${token}` } });
    status = again.status;
    await again.body?.cancel();
  }
});

test('a search that is wrong, or names no cluster, is told so', async () => {
  expect(await server.call('GET', '/api/v1/tail?query=verb:(')).toMatchObject({
    status: 400,
    body: { error: { code: 'invalid-query', diagnostics: [{ from: expect.any(Number) }] } },
  });
  expect((await server.call('GET', '/api/v1/tail?clusters=nowhere')).status).toBe(404);
});
