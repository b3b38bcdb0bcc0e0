import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { startSink } from '../testkit.ts';
import { recordedParcel, sendParcel } from './testkit.ts';
import { victoriaLogs } from './victorialogs.ts';

test('events are lines with a time and a message; one that would be dropped without a word is refused here', async () => {
  await using sink = await startSink();
  const events = recordedParcel(50, 'flat');
  const lengths = events.map(({ body }) => body.length).toSorted((a, b) => a - b);
  const settings = { url: sink.url, maxEventBytes: Math.max(1024, (lengths.at(-2) ?? 0) + 400) };
  const outcome = await sendParcel(victoriaLogs, { events, settings });
  const refused = outcome.kind === 'sent' ? (outcome.refused ?? []) : [];
  const lines = gunzipSync(sink.calls[0]?.body ?? '')
    .toString()
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(events.length - refused.length);
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(settings.maxEventBytes);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    cluster: 'Prod',
    key: events[0].key,
    _msg: expect.stringContaining('/'),
  });
  expect(JSON.parse(lines[0] ?? '')).toHaveProperty('_time', expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
});

test('by the shape raw the message is the event as it was received', async () => {
  await using sink = await startSink();
  const events = recordedParcel(2, 'raw');
  await sendParcel(victoriaLogs, { events, shape: 'raw', settings: { url: sink.url, compression: 'none' } });
  const lines = sink.calls[0]?.body.toString().trimEnd().split('\n') ?? [];
  const messages = lines.map((line) => (JSON.parse(line) as Record<string, string>)['_msg']);
  expect(messages).toEqual(events.map(({ original }) => Buffer.from(original).toString()));
});
