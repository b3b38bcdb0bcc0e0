import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { startSink } from '../testkit.ts';
import { otlp } from './otlp.ts';
import { recordedParcel, sendParcel } from './testkit.ts';

interface Sent {
  readonly resourceLogs: {
    readonly resource: { readonly attributes: { readonly key: string; readonly value: object }[] };
    readonly scopeLogs: {
      readonly logRecords: {
        readonly body: { readonly stringValue: string };
        readonly timeUnixNano: string;
        readonly attributes: { readonly key: string; readonly value: object }[];
      }[];
    }[];
  }[];
}

test('events are records of their cluster, with the event as body', async () => {
  await using sink = await startSink(() => ({ body: '{"partialSuccess":{}}' }));
  const events = recordedParcel(3, 'raw');
  const settings = { url: sink.url, resource: { 'deployment.environment.name': 'prod' } };
  expect(await sendParcel(otlp, { events, settings })).toMatchObject({ kind: 'sent' });
  const [call] = sink.calls;
  expect(call?.path).toBe('/v1/logs');
  const { resourceLogs } = JSON.parse(gunzipSync(call?.body ?? '').toString()) as Sent;
  expect(resourceLogs[0]?.resource.attributes).toContainEqual({
    key: 'k8s.cluster.name',
    value: { stringValue: 'Prod' },
  });
  const records = resourceLogs[0]?.scopeLogs[0]?.logRecords ?? [];
  expect(records.map(({ body }) => body.stringValue)).toEqual(
    events.map(({ original }) => Buffer.from(original).toString()),
  );
  expect(records[0]?.timeUnixNano).toBe(`${events[0].timeMicros}000`);
  expect(records[0]?.attributes).toContainEqual({ key: 'log.record.uid', value: { stringValue: events[0].key } });
});

test('a part that is refused is told of, and not sent again', async () => {
  await using sink = await startSink(() => ({
    body: '{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"too old"}}',
  }));
  const outcome = await sendParcel(otlp, { events: recordedParcel(3, 'raw'), settings: { url: sink.url } });
  expect(outcome).toMatchObject({ kind: 'sent', refused: [{ index: 0 }, { index: 1 }, { index: 2 }] });
  expect(JSON.stringify(outcome)).toContain('2 of the 3 events of this call were refused: too old');
});

test('where every event is refused nothing was taken: the call was refused', async () => {
  await using sink = await startSink(() => ({
    body: '{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"too old"}}',
  }));
  const outcome = await sendParcel(otlp, { events: recordedParcel(3, 'raw'), settings: { url: sink.url } });
  expect(outcome).toMatchObject({ kind: 'refused', answer: 'too old' });
});
