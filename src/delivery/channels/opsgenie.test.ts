import { expect, test } from 'vitest';
import { opsgenie } from './opsgenie.ts';
import { largeMessage, sendThrough, startReceiver, testMessage, type TestAnswer } from './testkit.ts';

const good = { status: 202, body: '{"result":"Request will be processed","took":0.1,"requestId":"r"}' };
const secrets = { apiKey: 'KEY' };

test('a problem is created, and closed under the same alias', async () => {
  await using receiver = await startReceiver(() => good);
  const settings = { url: `${receiver.url}/` };
  await sendThrough(opsgenie, { settings, secrets });
  await sendThrough(opsgenie, { settings, secrets, message: testMessage({ kind: 'resolved' }) });
  const [created, closed] = receiver.received;
  expect(created).toMatchObject({ method: 'POST', path: '/v2/alerts', headers: { authorization: 'GenieKey KEY' } });
  expect(JSON.parse(created?.body ?? '')).toEqual({
    message: '[High] Shell opened in web-1',
    alias: 'exec-in-container/abc/1',
    description:
      'alice ran a command.\nIn the container app.\nUser: alice\nCommand: sh -c id\nOpen the events: https://whodunit.example/explore?query=a%20b&from=1',
    details: { rule: 'exec-in-container', cluster: 'prod' },
    source: 'whodunit',
    priority: 'P2',
  });
  expect(closed?.path).toBe('/v2/alerts/exec-in-container%2Fabc%2F1/close?identifierType=alias');
});

test('texts are cut to what is taken', async () => {
  await using receiver = await startReceiver(() => good);
  const settings = { url: receiver.url };
  const message = { ...largeMessage, title: 't'.repeat(5000), problem: 'p'.repeat(600) };
  await sendThrough(opsgenie, { settings, secrets, message });
  const body = JSON.parse(receiver.received[0]?.body ?? '') as Record<string, string>;
  expect(body['message']).toHaveLength(130);
  expect(body['description']?.length).toBeLessThanOrEqual(15_000);
  expect(body['alias']).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[TestAnswer, object]>([
  [
    { status: 429, headers: { 'retry-after': '3' } },
    { kind: 'retry', afterMs: 3000 },
  ],
  [{ status: 503 }, { kind: 'retry' }],
  [{ status: 422, body: '{"message":"Request body is not processable."}' }, { kind: 'failed' }],
  [{ status: 401 }, { kind: 'failed' }],
])('%o is %o', async (answer, outcome) => {
  await using receiver = await startReceiver(() => answer);
  expect(await sendThrough(opsgenie, { settings: { url: receiver.url }, secrets })).toMatchObject(outcome);
});
