// Channels, deliveries and the message centre over HTTP: secrets are never given back, and nobody sees more than their scope covers.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../app/testkit.ts';
import { startReceiver, type TestAnswer, testMessage, type TestReceiver } from '../../delivery/channels/testkit.ts';
import { enqueue, type Message, post } from '../../delivery/index.ts';

let server: TestServer;
let receiver: TestReceiver;
let answer: TestAnswer = {};

beforeAll(async () => {
  vi.stubEnv('WHODUNIT_ALLOW_PRIVATE_DESTINATIONS', '127.0.0.0/8');
  server = await startTestServer();
  receiver = await startReceiver(() => answer);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await receiver[Symbol.asyncDispose]();
});

type Caller = (method: string, target: string, body?: unknown) => Promise<Answer>;

const json = { 'content-type': 'application/json' };
const admin: Caller = (method, target, body) =>
  server.call(method, target, body === undefined ? undefined : JSON.stringify(body), body === undefined ? {} : json);

async function callerOf(role: string, clusters: readonly string[] | null): Promise<Caller> {
  const name = `${role}-${clusters?.join('-') ?? 'all'}`;
  const added = await admin('POST', '/api/v1/api-tokens', { name, role, limits: { clusters, namespaces: null } });
  const { token } = added.body as { token: string };
  return (method, target, body) =>
    server.call(method, target, body === undefined ? undefined : JSON.stringify(body), {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : json),
    });
}

async function idOf(cluster: string): Promise<string> {
  const { body } = await admin('GET', `/api/v1/clusters/${cluster}`);
  return (body as { id: string }).id;
}

interface Listed {
  readonly items: readonly { readonly id: number; readonly key?: string; readonly title: string }[];
  readonly cursor?: string;
}

test('a channel is applied, shown without its secrets, tested and deleted', async () => {
  const yaml = `kind: AlertRule
name: not-ours
---
kind: Channel
name: oncall
type: webhook
url: ${receiver.url}/hook?token=t0ken-value
headers: {X-Api-Key: k3y-value}
`;
  const applied = await admin('POST', '/api/v1/channels', { yaml });
  expect(applied).toMatchObject({ status: 200, body: { items: [{ name: 'oncall', type: 'webhook' }] } });
  const list = await admin('GET', '/api/v1/channels');
  const { host } = new URL(receiver.url);
  expect(list.body).toMatchObject({
    items: [{ name: 'oncall', secrets: [{ name: 'url', host }, { name: 'headers' }], failing: null }],
  });
  expect(JSON.stringify([applied.body, list.body])).not.toMatch(/t0ken-value|k3y-value/);
  answer = { body: 'welcome' };
  const tested = await admin('POST', '/api/v1/channels/oncall/test');
  expect(tested).toMatchObject({ status: 200, body: { outcome: 'delivered', status: 200, answer: 'welcome' } });
  expect(receiver.received.at(-1)).toMatchObject({
    path: '/hook?token=t0ken-value',
    headers: { 'x-api-key': 'k3y-value' },
  });
  answer = { status: 401, body: 'bad k3y-value' };
  const refused = await admin('POST', '/api/v1/channels/oncall/test');
  expect(refused.body).toEqual({ outcome: 'failed', status: 401, answer: 'bad [redacted]' });
  // As a form, with the secrets left out.
  const form = { name: 'oncall', type: 'webhook', method: 'PUT' };
  expect(await admin('POST', '/api/v1/channels', form)).toMatchObject({ status: 200 });
  answer = {};
  await admin('POST', '/api/v1/channels/oncall/test');
  expect(receiver.received.at(-1)).toMatchObject({ method: 'PUT', path: '/hook?token=t0ken-value' });
  expect((await admin('DELETE', '/api/v1/channels/oncall')).status).toBe(200);
  expect((await admin('DELETE', '/api/v1/channels/oncall')).status).toBe(404);
  expect((await admin('POST', '/api/v1/channels/oncall/test')).status).toBe(404);
  const activity = await admin('GET', '/api/v1/activity?limit=20');
  const said = JSON.stringify(activity.body);
  for (const action of ['channel-apply', 'channel-test', 'channel-delete']) expect(said).toContain(action);
  expect(said).toContain('"oncall"');
  expect(said).not.toMatch(/t0ken-value|k3y-value/);
});

test('a file that is wrong is refused with the places', async () => {
  const yaml = 'kind: Channel\nname: oncall\ntype: webhok\nurl: https://a.example\n';
  expect(await admin('POST', '/api/v1/channels', { yaml })).toMatchObject({
    status: 400,
    body: {
      error: { diagnostics: [{ code: 'unknown-channel-type', line: 3, column: 7, hint: 'did you mean webhook?' }] },
    },
  });
});

test('the forms of all kinds of channels are told', async () => {
  const { body } = await admin('GET', '/api/v1/channels/types');
  const { items } = body as { items: { type: string; secrets: { name: string; required: boolean }[] }[] };
  expect(items.map(({ type }) => type)).toEqual(items.map(({ type }) => type).toSorted());
  expect(items.find(({ type }) => type === 'dingtalk')).toMatchObject({
    settings: { type: 'object', properties: { keyword: { type: 'string' } } },
    secrets: [
      { name: 'url', required: true },
      { name: 'secret', required: false },
    ],
  });
});

test('channels are administered by administrators', async () => {
  const analyst = await callerOf('analyst', null);
  const form = { name: 'a', type: 'webhook', url: 'https://a.example' };
  for (const [method, target, body] of [
    ['POST', '/api/v1/channels', form],
    ['DELETE', '/api/v1/channels/a'],
    ['POST', '/api/v1/channels/a/test'],
  ] as const)
    expect((await analyst(method, target, body)).status).toBe(403);
  expect((await analyst('GET', '/api/v1/channels')).status).toBe(200);
});

test('deliveries are seen with every try by those whose scope covers them, and dead ones are sent again', async () => {
  await server.addCluster('eu');
  await server.addCluster('us');
  await admin('POST', '/api/v1/channels', { name: 'siem', type: 'webhook', url: `${receiver.url}/siem` });
  const scopeOf = async (...clusters: string[]): Promise<string> =>
    JSON.stringify({ clusterIds: await Promise.all(clusters.map(idOf)), namespaces: null, bodies: true });
  const [eu, both] = [await scopeOf('eu'), await scopeOf('eu', 'us')];
  answer = { status: 410, body: 'gone' };
  const entry = { channel: 'siem', sequence: 's', dueAt: Date.now() };
  server.records.transaction((transaction) => {
    enqueue(transaction, {
      ...entry,
      key: 'k-eu',
      message: testMessage({ title: 'eu', about: ['c1', 'c2'] }),
      scope: eu,
    });
    enqueue(transaction, {
      ...entry,
      key: 'k-both',
      message: testMessage({ title: 'both', about: ['c2'] }),
      scope: both,
    });
  });
  server.delivery.wake();
  const list = async (call: Caller, query = ''): Promise<Listed> =>
    (await call('GET', `/api/v1/deliveries?channel=siem${query}`)).body as Listed;
  await vi.waitFor(async () => expect((await list(admin, '&state=dead')).items).toHaveLength(2), 60_000);
  const limited = await callerOf('analyst', ['eu']);
  expect((await list(limited)).items.map(({ title }) => title)).toEqual(['eu']);
  expect(await list(admin, '&limit=1')).toMatchObject({ items: [{ title: 'both' }], cursor: expect.any(String) });
  const titlesAbout = async (call: Caller, cause: string) =>
    (await list(call, `&about=${cause}`)).items.map(({ title }) => title);
  expect([await titlesAbout(admin, 'c1'), await titlesAbout(admin, 'c2')]).toEqual([['eu'], ['both', 'eu']]);
  expect([await titlesAbout(limited, 'c2'), await titlesAbout(admin, 'c3')]).toEqual([['eu'], []]);
  const [unseen, seen] = (await list(admin)).items;
  expect((await limited('GET', `/api/v1/deliveries/${unseen?.id}`)).status).toBe(404);
  expect((await limited('POST', `/api/v1/deliveries/${unseen?.id}/resend`)).status).toBe(404);
  expect((await limited('GET', `/api/v1/deliveries/${seen?.id}`)).body).toMatchObject({
    key: 'k-eu',
    state: 'dead',
    tries: [{ outcome: 'failed', status: 410, answer: 'gone' }],
  });
  answer = {};
  expect((await limited('POST', `/api/v1/deliveries/${seen?.id}/resend`)).status).toBe(200);
  await vi.waitFor(async () => expect((await list(admin, '&state=sent')).items).toHaveLength(1), 60_000);
  expect((await limited('POST', `/api/v1/deliveries/${seen?.id}/resend`)).status).toBe(409);
  expect(receiver.received.at(-1)?.headers['webhook-id']).toBe('k-eu');
});

/** A message whose title says its language. */
function inEach(change: Partial<Message>): (language: string) => Message {
  const message = testMessage(change);
  return (language) => (language === 'en' ? message : { ...message, title: `${message.title} (${language})` });
}

test('the message centre shows each what their scope covers, and remembers what was done', async () => {
  const scope = JSON.stringify({ clusterIds: [await idOf('eu')], namespaces: null, bodies: true });
  const everything = JSON.stringify({ clusterIds: null, namespaces: null, bodies: true });
  server.records.transaction((transaction) => {
    post(transaction, { key: 'i1', write: inEach({ title: 'of eu', problem: 'p1', about: ['cause-1'] }), scope });
    post(transaction, { key: 'i2', write: inEach({ title: 'of all', severity: 'low' }), scope: everything });
  });
  const [analyst, limited] = [await callerOf('analyst', ['us', 'eu']), await callerOf('viewer', ['eu'])];
  const list = async (call: Caller, query = '') => (await call('GET', `/api/v1/inbox${query}`)).body;
  expect(await list(admin)).toMatchObject({
    items: [{ title: 'of all' }, { title: 'of eu' }],
    unread: { high: 1, low: 1 },
  });
  expect(await list(limited)).toMatchObject({
    items: [{ title: 'of eu', read: false, about: ['cause-1'] }],
    unread: { high: 1 },
  });
  const inLanguage = async (language: string) =>
    ((await list(limited, `?language=${language}`)) as Listed).items[0]?.title;
  expect(await Promise.all(['en', 'en-GB', 'zh-CN', 'zh-TW', 'ja', 'fr'].map(inLanguage))).toEqual([
    'of eu',
    'of eu',
    'of eu (zh-CN)',
    'of eu (zh-CN)',
    'of eu (ja)',
    'of eu',
  ]);
  const [all, own] = ((await list(admin)) as Listed).items;
  expect((await limited('GET', `/api/v1/inbox/${all?.id}`)).status).toBe(404);
  expect((await limited('POST', '/api/v1/inbox/read', { upTo: all?.id })).status).toBe(200);
  expect(await list(limited, '?unread=true')).toMatchObject({ items: [], unread: {} });
  expect(await list(admin, '?severity=low&unread=true')).toMatchObject({ items: [{ title: 'of all' }] });
  expect((await limited('POST', `/api/v1/inbox/${own?.id}/acknowledge`)).status).toBe(403);
  expect((await analyst('POST', `/api/v1/inbox/${all?.id}/acknowledge`)).status).toBe(404);
  expect(await analyst('POST', `/api/v1/inbox/${own?.id}/acknowledge`)).toMatchObject({
    status: 200,
    body: { state: 'acknowledged', changedBy: 'token:analyst-us-eu' },
  });
  expect((await analyst('POST', `/api/v1/inbox/${own?.id}/acknowledge`)).status).toBe(409);
  expect((await analyst('POST', `/api/v1/inbox/${own?.id}/assign`, { assignee: 'ann' })).status).toBe(200);
  expect((await analyst('POST', `/api/v1/inbox/${own?.id}/comments`, { text: 'looking' })).status).toBe(200);
  expect((await limited('GET', `/api/v1/inbox/${own?.id}`)).body).toMatchObject({
    assignee: 'ann',
    comments: 1,
    thread: [{ author: 'token:analyst-us-eu', text: 'looking' }],
    data: { rule: 'exec-in-container' },
  });
  server.records.transaction((transaction) => {
    post(transaction, { key: 'i3', write: inEach({ kind: 'resolved', problem: 'p1' }), scope });
  });
  const over = [{ title: 'Shell opened in web-1', kind: 'resolved' }, { title: 'of eu' }];
  expect(await list(limited, '?state=resolved')).toMatchObject({ items: over });
});

test('what a receiver answers is not shown to those who see only some clusters', async () => {
  const yaml = `{kind: Channel, name: echo, type: webhook, url: "${receiver.url}/echo"}`;
  await admin('POST', '/api/v1/channels', { yaml });
  answer = { status: 400, body: 'no label cluster=other-cluster' };
  const message = testMessage({ startedAt: Date.now() });
  const entry = { key: 'echo', channel: 'echo', sequence: 'echo', scope: '{}', dueAt: Date.now(), message };
  server.records.transaction((transaction) => enqueue(transaction, entry));
  server.delivery.wake();
  await vi.waitFor(async () => {
    const { body } = await admin('GET', '/api/v1/channels');
    expect(JSON.stringify(body)).toContain('other-cluster');
  }, 60_000);
  answer = {};
  await server.addCluster('echo-seen');
  const limited = await callerOf('viewer', ['echo-seen']);
  const { body } = await limited('GET', '/api/v1/channels');
  const echo = { name: 'echo', failing: expect.objectContaining({ answer: '' }) };
  expect(body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining(echo)]) });
  await admin('DELETE', '/api/v1/channels/echo');
});
