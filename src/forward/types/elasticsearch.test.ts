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

test('what is no answer of a bulk call, or tells of other events, is no promise', async () => {
  for (const answer of [{ body: 'ok' }, answered([{ status: 400 }])]) {
    await using sink = await startSink(() => answer);
    const outcome = await sendParcel(elasticsearch, { events: recordedParcel(2, 'ecs'), settings: { url: sink.url } });
    expect(outcome).toMatchObject({ kind: 'retry' });
  }
});
