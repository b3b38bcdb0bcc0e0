import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Call, type SinkAnswer, startSink } from '../testkit.ts';
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

describe('acknowledgement', () => {
  const acks: SinkAnswer[] = [];
  const answerTo = ({ path }: Call): SinkAnswer =>
    path === '/services/collector/ack'
      ? (acks.shift() ?? { body: '{"acks":{"7":true}}' })
      : { body: '{"text":"Success","code":0,"ackId":7}' };
  const given = (url: string) => ({
    events: recordedParcel(2, 'raw'),
    settings: { url, acknowledgement: true },
    secrets: { token: 't-1' },
  });

  test('a call is sent when its events are indexed', async () => {
    acks.push({ body: '{"acks":{"7":false}}' }, { status: 503, body: '{"text":"Server is busy","code":9}' });
    await using sink = await startSink(answerTo);
    expect(await sendParcel(splunk, given(sink.url))).toMatchObject({ kind: 'sent' });
    const [event, ...asked] = sink.calls;
    expect(asked.map(({ path, body }) => [path, gunzipSync(body).toString()])).toEqual(
      Array.from({ length: 3 }, () => ['/services/collector/ack', '{"acks":[7]}']),
    );
    const channels = new Set(sink.calls.map(({ headers }) => headers['x-splunk-request-channel']));
    expect([...channels]).toEqual([expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)]);
    expect(event?.path).toBe('/services/collector/event');
  });

  test.each([
    ['a token that has none', () => ({ body: '{"text":"Success","code":0}' }), 'useACK'],
    [
      'an acknowledgement that is off',
      ({ path }: Call) =>
        path.endsWith('ack')
          ? { status: 400, body: '{"text":"ACK is disabled","code":14}' }
          : { body: '{"code":0,"ackId":1}' },
      'ACK is disabled',
    ],
  ])('%s stops it', async (_, answer, said) => {
    await using sink = await startSink(answer);
    const outcome = await sendParcel(splunk, given(sink.url));
    expect(outcome).toMatchObject({ kind: 'stopped', answer: expect.stringContaining(said) });
  });

  test('is waited for as long as Splunk says, and no longer', () => {
    const deadline = (acknowledgement: boolean) =>
      splunk.deadlineMs?.(splunk.settings.parse({ url: 'https://a.example', acknowledgement }));
    expect([deadline(true), deadline(false)]).toEqual([300_000, undefined]);
  });
});
