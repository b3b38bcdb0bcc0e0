import { expect, test } from 'vitest';
import { heartbeat } from './heartbeat.ts';
import { refreshThrough, sendThrough, startReceiver, testMessage } from './testkit.ts';

test('its address is called each time, with nothing but the call', async () => {
  await using receiver = await startReceiver(() => ({ body: 'OK' }));
  const given = { secrets: { url: `${receiver.url}/ping/uuid` } };
  expect(await refreshThrough(heartbeat, given, [])).toEqual({ kind: 'delivered', status: 200, answer: 'OK' });
  expect(
    await sendThrough(heartbeat, { ...given, message: testMessage({ kind: 'test' }), settings: { method: 'POST' } }),
  ).toMatchObject({
    kind: 'delivered',
  });
  expect(receiver.received.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['GET', '/ping/uuid', ''],
    ['POST', '/ping/uuid', ''],
  ]);
});

test('it takes no alerts, and what it is answered is told', async () => {
  await using receiver = await startReceiver(() => ({ status: 404, body: 'unknown check' }));
  const given = { secrets: { url: receiver.url } };
  expect(await sendThrough(heartbeat, { ...given, message: testMessage() })).toMatchObject({ kind: 'failed' });
  expect(receiver.received).toEqual([]);
  expect(await refreshThrough(heartbeat, given, [])).toEqual({ kind: 'failed', status: 404, answer: 'unknown check' });
});
