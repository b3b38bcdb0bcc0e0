import { expect, test } from 'vitest';
import { pagerduty } from './pagerduty.ts';
import { hostileMessage, largeMessage, sendThrough, startReceiver, testMessage, type TestAnswer } from './testkit.ts';

const good = { status: 202, body: '{"status":"success","message":"Event processed","dedup_key":"k"}' };
const secrets = { routingKey: 'R0UT1NG' };

test('a problem is triggered, and resolved under the same key', async () => {
  await using receiver = await startReceiver(() => good);
  const settings = { url: receiver.url };
  await sendThrough(pagerduty, { settings, secrets, message: testMessage({ severity: 'critical' }) });
  await sendThrough(pagerduty, { settings, secrets, key: 'b', message: testMessage({ kind: 'resolved' }) });
  const [trigger, resolve] = receiver.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect(receiver.received.map(({ path }) => path)).toEqual(['/v2/enqueue', '/v2/enqueue']);
  expect(trigger).toMatchObject({
    routing_key: 'R0UT1NG',
    event_action: 'trigger',
    dedup_key: 'exec-in-container/abc/1',
    payload: {
      summary: '[Critical] Shell opened in web-1',
      source: 'prod',
      severity: 'critical',
      timestamp: '2026-11-29T07:00:00.000Z',
      custom_details: { facts: ['User: alice', 'Command: sh -c id'], labels: { rule: 'exec-in-container' } },
    },
    links: [{ href: 'https://whodunit.example/explore?query=a%20b&from=1', text: 'Open the events' }],
  });
  expect(resolve).toEqual({ routing_key: 'R0UT1NG', event_action: 'resolve', dedup_key: 'exec-in-container/abc/1' });
});

test('what stands for itself has the key of the delivery; a long key is hashed, the same way each time', async () => {
  await using receiver = await startReceiver(() => good);
  const settings = { url: receiver.url };
  const { problem: _, ...single } = testMessage();
  await sendThrough(pagerduty, { settings, secrets, key: 'c'.repeat(64), message: single });
  for (let time = 0; time < 2; time += 1)
    await sendThrough(pagerduty, { settings, secrets, message: testMessage({ problem: 'p'.repeat(300) }) });
  const keys = receiver.received.map(({ body }) => (JSON.parse(body) as { dedup_key: string }).dedup_key);
  expect(keys[0]).toBe('c'.repeat(64));
  expect(keys[1]).toMatch(/^[0-9a-f]{64}$/);
  expect(keys[2]).toBe(keys[1]);
});

test('texts are cut to what is taken, and hide nothing', async () => {
  await using receiver = await startReceiver(() => good);
  const settings = { url: receiver.url };
  await sendThrough(pagerduty, { settings, secrets, message: { ...largeMessage, title: 't'.repeat(5000) } });
  await sendThrough(pagerduty, { settings, secrets, message: hostileMessage });
  const [large, hostile] = receiver.received.map(({ body }) => body);
  expect(Buffer.byteLength(large ?? '')).toBeLessThanOrEqual(400_000);
  const { payload } = JSON.parse(large ?? '') as { payload: { summary: string } };
  expect(payload.summary).toHaveLength(1024);
  const { payload: shown } = JSON.parse(hostile ?? '') as { payload: { summary: string } };
  expect(shown.summary).not.toMatch(/[\n\r\u202e]/);
});

test.each<[TestAnswer, object]>([
  [{ status: 429 }, { kind: 'retry' }],
  [{ status: 500 }, { kind: 'retry' }],
  [
    { status: 400, body: '{"status":"invalid event"}' },
    { kind: 'failed', status: 400, answer: '{"status":"invalid event"}' },
  ],
  [{ status: 413 }, { kind: 'too-large' }],
])('%o is %o', async (answer, outcome) => {
  await using receiver = await startReceiver(() => answer);
  expect(await sendThrough(pagerduty, { settings: { url: receiver.url }, secrets })).toMatchObject(outcome);
});
