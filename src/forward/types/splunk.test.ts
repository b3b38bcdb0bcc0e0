import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type SinkAnswer, startSink } from '../testkit.ts';
import { splunk } from './splunk.ts';
import { recordedParcel, sendParcel } from './testkit.ts';

test('events are sent one after another, each with its time, its cluster and its identity', async () => {
  await using sink = await startSink(() => ({ body: '{"text":"Success","code":0}' }));
  const events = recordedParcel(3, 'raw');
  const settings = { url: sink.url, index: 'audit' };
  expect(await sendParcel(splunk, { events, settings, secrets: { token: 't-1' } })).toMatchObject({ kind: 'sent' });
  const [call] = sink.calls;
  expect([call?.path, call?.headers.authorization]).toEqual(['/services/collector/event', 'Splunk t-1']);
  const lines = gunzipSync(call?.body ?? '')
    .toString()
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(3);
  const { event, ...head } = JSON.parse(lines[0] ?? '') as { event: object };
  expect(event).toEqual(JSON.parse(Buffer.from(events[0].original).toString()));
  expect(head).toMatchObject({
    host: 'Prod',
    index: 'audit',
    sourcetype: 'kube:apiserver:audit',
    fields: { uid: events[0].key },
  });
});

test.each([
  [{ status: 503, body: '{"text":"Server is busy","code":9}' }, 'retry'],
  [{ status: 400, body: '{"text":"Invalid data format","code":6,"invalid-event-number":1}' }, 'refused'],
  [{ status: 400, body: '{"text":"Incorrect index","code":7}' }, 'stopped'],
  [{ status: 403, body: '{"text":"Invalid token","code":4}' }, 'stopped'],
] satisfies [SinkAnswer, string][])('%j is %s', async (answer, kind) => {
  await using sink = await startSink(() => answer);
  const outcome = await sendParcel(splunk, {
    events: recordedParcel(2, 'raw'),
    settings: { url: sink.url },
    secrets: { token: 't' },
  });
  expect(outcome).toMatchObject({ kind });
});
