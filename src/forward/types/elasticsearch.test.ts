import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type SinkAnswer, startSink } from '../testkit.ts';
import { elasticsearch } from './elasticsearch.ts';
import { recordedParcel, sendParcel } from './testkit.ts';

const answered = (items: readonly object[], errors = true): SinkAnswer => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ errors, items: items.map((item) => ({ index: item })) }),
});

test('each event is a document of its identity in the index of its cluster and day', async () => {
  await using sink = await startSink(() => answered([], false));
  const events = recordedParcel(3, 'ecs');
  const secrets = { password: 'pass' };
  const outcome = await sendParcel(elasticsearch, {
    events,
    settings: { url: `${sink.url}/`, username: 'ann' },
    secrets,
  });
  expect(outcome).toMatchObject({ kind: 'sent' });
  const [call] = sink.calls;
  expect(call?.path).toContain('/_bulk?');
  expect(call?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from('ann:pass').toString('base64')}`,
    'content-encoding': 'gzip',
  });
  const lines = gunzipSync(call?.body ?? '')
    .toString()
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(6);
  expect(JSON.parse(lines[0] ?? '')).toEqual({ index: { _index: 'k8s-audit-prod-2026.11.28', _id: events[0].key } });
  const { event, kubernetes } = JSON.parse(lines[1] ?? '') as {
    event: { original: string; action: string };
    kubernetes: object;
  };
  expect(event.original).toBe(Buffer.from(events[0].original).toString());
  expect(event.action).toBe((JSON.parse(event.original) as { verb: string }).verb);
  expect(kubernetes).toHaveProperty('audit.requestURI');
});

test('in an answer of 200 each event has its own: what was there is sent, 429 and 503 come again, the rest is refused', async () => {
  const error = { type: 'document_parsing_exception', reason: 'no such date' };
  await using sink = await startSink(() =>
    answered([
      { status: 201 },
      { status: 409, error },
      { status: 400, error },
      { status: 429, error },
      { status: 503, error },
    ]),
  );
  const outcome = await sendParcel(elasticsearch, { events: recordedParcel(5, 'ecs'), settings: { url: sink.url } });
  expect(outcome).toMatchObject({ kind: 'sent', again: [3, 4], refused: [{ index: 2, status: 400 }] });
  expect(JSON.stringify(outcome)).toContain('no such date');
});

test('where every event is refused nothing was taken: the call was refused', async () => {
  const refused = { status: 400, error: { type: 'document_parsing_exception', reason: 'no such date' } };
  await using sink = await startSink(() => answered([refused, refused]));
  const outcome = await sendParcel(elasticsearch, { events: recordedParcel(2, 'ecs'), settings: { url: sink.url } });
  expect(outcome).toMatchObject({ kind: 'refused', status: 400, answer: expect.stringContaining('no such date') });
});

test('what is no answer of a bulk call, or tells of other events, is no promise', async () => {
  for (const answer of [{ body: 'ok' }, answered([{ status: 400 }])]) {
    await using sink = await startSink(() => answer);
    const outcome = await sendParcel(elasticsearch, { events: recordedParcel(2, 'ecs'), settings: { url: sink.url } });
    expect(outcome).toMatchObject({ kind: 'retry' });
  }
});

test.each([
  [401, 'security_exception'],
  [403, 'cluster_block_exception'],
  [404, 'index_not_found_exception'],
  [400, 'index_closed_exception'],
  [400, 'validation_exception'],
])(
  'what is said of the index and not of an event (%i, %s) sets none aside: it stops the destination',
  async (status, type) => {
    const refused = { status, error: { type, reason: 'not now' } };
    const answers = [answered([{ status: 201 }, refused, refused]), answered([refused, refused])];
    await using sink = await startSink(() => answers.shift() ?? 'reset');
    const settings = { url: sink.url };
    const first = await sendParcel(elasticsearch, { events: recordedParcel(3, 'ecs'), settings });
    expect(first).toMatchObject({ kind: 'sent', again: [1, 2], refused: [] });
    const second = await sendParcel(elasticsearch, { events: recordedParcel(2, 'ecs', 1), settings });
    expect(second).toMatchObject({ kind: 'stopped', status, answer: expect.stringContaining(type) });
  },
);

test('where every event is put off, nothing was sent', async () => {
  const busy = { status: 429, error: { type: 'es_rejected_execution_exception' } };
  await using sink = await startSink(() => answered([busy, busy]));
  const outcome = await sendParcel(elasticsearch, { events: recordedParcel(2, 'ecs'), settings: { url: sink.url } });
  expect(outcome).toMatchObject({ kind: 'retry', status: 429, answer: expect.stringContaining('es_rejected') });
});

test.each(['https://ann:pass@es.example', String.raw`https:\\ann:pass@es.example`, 'https:ann:pass@es.example'])(
  'the address %s holds a password, which would be shown',
  (url) => {
    expect(elasticsearch.settings.safeParse({ url }).success).toBe(false);
  },
);
