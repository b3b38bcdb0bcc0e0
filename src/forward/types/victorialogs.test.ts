import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { forwardedEvent } from '../send/parcels.ts';
import { startSink, storedEvent } from '../testkit.ts';
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

test('no event says a field of ours, none has a name that is too long, and none has too many fields', async () => {
  await using sink = await startSink();
  const long = 'é'.repeat(65);
  const extra = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`x${index}`, index]));
  const told = {
    '': 'none',
    _time: 'now',
    _msg: 'none',
    _stream: '{}',
    _stream_id: 'a',
    key: 'k',
    cluster: 'other',
    others: 'o',
  };
  const event = { auditID: 'a', stage: 'ResponseComplete', verb: 'get', ...told, [long]: { a: 1 }, extra };
  const bytes = Buffer.from(JSON.stringify(event));
  const stored = storedEvent({ id: 'a', bytes, timeMicros: 1, receivedAtMicros: 1 });
  const events = [forwardedEvent(stored, 'Prod', 'flat')] as const;
  await sendParcel(victoriaLogs, { events, settings: { url: sink.url, compression: 'none' } });
  const line = sink.calls[0]?.body.toString() ?? '';
  const names = [...line.matchAll(/"([^"]+)":/g)].map(([, name]) => name);
  expect(new Set(names).size).toBe(names.length);
  const { others, ...fields } = JSON.parse(line) as Record<string, string>;
  expect(fields).toMatchObject({ cluster: 'Prod', key: events[0].key, auditID: 'a', 'extra.x0': 0 });
  expect(fields).not.toHaveProperty([`${long}.a`]);
  expect(Object.keys(fields)).not.toContain('');
  expect(Object.keys(fields).length).toBeLessThan(1000);
  expect(JSON.parse(others ?? '')).toMatchObject({ [`${long}.a`]: 1, 'extra.x1999': 1999 });
  expect(Object.keys(JSON.parse(others ?? '') as object)).toHaveLength(2001 + 3 + 1 - 900);
});

test('what the other side would drop for its time without a word is set aside', () => {
  const [event] = recordedParcel(1, 'flat');
  const settings = victoriaLogs.settings.parse({ url: 'http://vlogs.example', maxAgeHours: 24 });
  const later = (hours: number): number => event.timeMicros + hours * 3_600_000_000;
  const whyNot = (hours: number): string | undefined => victoriaLogs.whyNot?.(event, settings, later(hours));
  expect([whyNot(-47), whyNot(23)]).toEqual([undefined, undefined]);
  expect(whyNot(25)).toBe('it is older than 24 hours');
  expect(whyNot(-49)).toBe('it is more than 48 hours ahead of the clock');
});
