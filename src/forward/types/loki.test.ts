import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { startSink } from '../testkit.ts';
import { loki } from './loki.ts';
import { recordedParcel, sendParcel } from './testkit.ts';

test('events are lines of a stream with their time in nanoseconds, as text, and metadata that is text', async () => {
  await using sink = await startSink(() => ({ status: 204 }));
  const events = recordedParcel(3, 'raw');
  const settings = { url: sink.url, tenant: 'ops' };
  expect(await sendParcel(loki, { events, settings })).toMatchObject({ kind: 'sent', status: 204 });
  const [call] = sink.calls;
  expect([call?.path, call?.headers['x-scope-orgid']]).toEqual(['/loki/api/v1/push', 'ops']);
  const { streams } = JSON.parse(gunzipSync(call?.body ?? '').toString()) as {
    streams: { stream: object; values: [string, string, Record<string, unknown>][] }[];
  };
  expect(streams.map(({ stream }) => stream)).toEqual([{ job: 'kubernetes-audit', cluster: 'Prod' }]);
  const values = streams[0]?.values ?? [];
  expect(values.map(([time]) => time)).toEqual(events.map(({ timeMicros }) => `${timeMicros}000`));
  expect(values.map(([, line]) => line)).toEqual(events.map(({ original }) => Buffer.from(original).toString()));
  expect(values.flatMap(([, , metadata]) => Object.values(metadata)).every((value) => typeof value === 'string')).toBe(
    true,
  );
});

test('an event that is older than the other side takes is set aside without asking', () => {
  const [event] = recordedParcel(1, 'raw');
  const settings = loki.settings.parse({ url: 'http://loki.example', maxAgeHours: 24 });
  const later = (hours: number): number => event.timeMicros + hours * 3_600_000_000;
  expect(loki.whyNot?.(event, settings, later(23))).toBeUndefined();
  expect(loki.whyNot?.(event, settings, later(25))).toBe('it is older than 24 hours');
});
