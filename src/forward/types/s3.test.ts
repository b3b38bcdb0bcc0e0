import { zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type SinkAnswer, startSink } from '../testkit.ts';
import { s3 } from './s3.ts';
import { firstReceipt, recordedParcel, sendParcel } from './testkit.ts';

const secrets = { secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const settingsOf = (url: string) => ({ url, bucket: 'archive', accessKeyId: 'AKIDEXAMPLE', region: 'eu-central-1' });

test('events are an object of lines, named by cluster, day and receipts, which is written over by nobody', async () => {
  await using sink = await startSink(() => ({ headers: { etag: '"a"' } }));
  const events = recordedParcel(10, 'raw');
  expect(await sendParcel(s3, { events, settings: settingsOf(sink.url), secrets })).toMatchObject({ kind: 'sent' });
  await sendParcel(s3, { events, settings: settingsOf(sink.url), secrets });
  await sendParcel(s3, { events: recordedParcel(10, 'flat'), settings: settingsOf(sink.url), secrets });
  const [call, again, otherShape] = sink.calls;
  const name = `/archive/audit/cluster=Prod/day=2026-11-28/${firstReceipt}-${firstReceipt + 9_000_000}-`;
  expect([call?.method, decodeURIComponent(call?.path ?? '').slice(0, name.length)]).toEqual(['PUT', name]);
  expect(call?.headers).toMatchObject({
    'if-none-match': '*',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/s3\/aws4_request, /,
    ),
  });
  const lines = zstdDecompressSync(call?.body ?? '')
    .toString()
    .trimEnd()
    .split('\n');
  expect(lines).toEqual(events.map(({ original }) => Buffer.from(original).toString()));
  expect(otherShape?.path).not.toBe(call?.path);
  expect([again?.path, again?.body.equals(call?.body ?? Buffer.alloc(0))]).toEqual([call?.path, true]);
});

test.each([
  [{ status: 412 }, 'sent'],
  [{ status: 409 }, 'retry'],
  [{ status: 503 }, 'retry'],
  [{ status: 400 }, 'stopped'],
  [{ status: 403 }, 'stopped'],
] satisfies [SinkAnswer, string][])('%j is %s', async (answer, kind) => {
  await using sink = await startSink(() => answer);
  expect(
    await sendParcel(s3, { events: recordedParcel(1, 'raw'), settings: settingsOf(sink.url), secrets }),
  ).toMatchObject({ kind });
});
