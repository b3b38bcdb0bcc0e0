import { describe, expect, test } from 'vitest';
import { AppError } from '../base/index.ts';
import { openOn, readAll } from '../journal/testkit.ts';
import { SimulatedDisk } from '../platform/testkit.ts';
import { createBodyReader } from './body-reader.ts';
import { startReadingThreads } from './reading-threads.ts';
import { framesOf } from './frames.ts';
import { createDeadLetterSink, createReceipts, createReceiver, type DeadLetterSink, importTag } from './index.ts';
import { createHurriedClock, MemoryLetters, testEvent } from './testkit.ts';

async function setUp(deadLetters: DeadLetterSink = new MemoryLetters(), limitBytes = 2 ** 30) {
  const disk = new SimulatedDisk();
  const journal = await openOn(disk, { limitBytes });
  const rejected: number[] = [];
  const dropped: string[] = [];
  const receiver = createReceiver({
    reader: createBodyReader(),
    journal,
    deadLetters,
    receipts: createReceipts({ clock: createHurriedClock(), onAhead: () => undefined }),
    onRejected: (_, count) => rejected.push(count),
    onDropped: (clusterId) => dropped.push(clusterId),
  });
  const accept = (body: string, key?: string) => receiver.accept('one', Buffer.from(body), key);
  return { disk, journal, rejected, dropped, accept };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('acknowledges only what the disk has: not before its sync, and all of it after a power cut', async () => {
  const { disk, accept } = await setUp();
  disk.holdSyncs();
  let isAcknowledged = false;
  const accepted = accept(testEvent(1)).then((receipt) => {
    isAcknowledged = true;
    return receipt;
  });
  await turns();
  expect(isAcknowledged).toBe(false);
  disk.releaseSyncs();
  expect(await accepted).toMatchObject({ received: 1, rejected: 0 });
  disk.powerCut(() => 0);
  const [record] = await readAll(await openOn(disk));
  const [frame] = framesOf(record?.payload ?? Buffer.alloc(0));
  expect(record?.payload.subarray(frame?.from, frame?.to).toString()).toBe(testEvent(1));
});

test('what is cut off before the sync was never acknowledged', async () => {
  const { disk, accept } = await setUp();
  disk.holdSyncs();
  const accepted = accept(testEvent(1)).then(
    () => 'acknowledged',
    () => 'refused',
  );
  await turns();
  disk.powerCut(() => 0);
  expect(await accepted).toBe('refused');
  expect(await readAll(await openOn(disk))).toEqual([]);
});

test('keeps the bytes of each event as they came, and where from', async () => {
  const { journal, accept } = await setUp();
  const spaced = testEvent(2).replaceAll(',', ' ,\n');
  await accept(`[${testEvent(1)}, ${spaced}]`, 'cluster/key/1');
  const [record] = await readAll(journal);
  const payload = record?.payload ?? Buffer.alloc(0);
  const texts = [...framesOf(payload)].map(({ from, to }) => payload.subarray(from, to).toString());
  expect(texts).toEqual([testEvent(1), spaced]);
  expect(record).toMatchObject({ clusterId: 'one', eventCount: 2 });
  expect(importTag.read(record?.tag ?? '')).toEqual({ rejected: 0, key: 'cluster/key/1' });
});

test('receipts rise in the order of the journal, whatever each body takes', async () => {
  const journal = await openOn(new SimulatedDisk(), { limitBytes: 2 ** 30 });
  const letters = new MemoryLetters();
  const slowLetters: DeadLetterSink = {
    async add(added) {
      await turns();
      await letters.add(added);
    },
  };
  const reader = startReadingThreads();
  const options = { journal, deadLetters: slowLetters, onRejected: () => undefined, onDropped: () => undefined };
  const given = createReceipts({ clock: createHurriedClock(), onAhead: () => undefined });
  const receiver = createReceiver({ reader, receipts: given, ...options });
  const large = Array.from({ length: 5000 }, (_, index) => testEvent(10 + index)).join('\n');
  const bodies = [`[${testEvent(1)},{"kind":"Event"}]`, large, 'nonsense', testEvent(2), testEvent(3)];
  const accepted = await Promise.allSettled(bodies.map((body) => receiver.accept('one', Buffer.from(body))));
  await reader.close();
  expect(accepted.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
  const records = await readAll(journal);
  expect(records.map(({ eventCount }) => eventCount)).toEqual([1, 5000, 1, 1]);
  const receipts = records.map(({ receivedAtMicros }) => receivedAtMicros);
  expect(receipts).toEqual(receipts.toSorted((a, b) => a - b));
  expect(new Set(receipts).size).toBe(4);
});

describe('what cannot be read', () => {
  test('is counted and kept, and the rest of the body taken', async () => {
    const letters = new MemoryLetters();
    const { journal, rejected, accept } = await setUp(letters);
    const receipt = await accept(`{"items":[${testEvent(1)},{"kind":"Event"},${testEvent(2)},{"auditID":"x\u0000"}]}`);
    expect(receipt).toMatchObject({ received: 4, rejected: 2 });
    expect(rejected).toEqual([2]);
    expect((await readAll(journal))[0]?.eventCount).toBe(2);
    expect([...letters.letters.values()].map(({ reason, bytes }) => [reason, Buffer.from(bytes).toString()])).toEqual([
      ['no-audit-id', '{"kind":"Event"}'],
      ['not-json', '{"auditID":"x\u0000"}'],
    ]);
  });

  test('alone in a body is an error, and kept whole however large', async () => {
    const letters = new MemoryLetters();
    const { journal, rejected, accept } = await setUp(letters);
    const body = `<html>${'x'.repeat(9 << 20)}`;
    await expect(accept(body)).rejects.toMatchObject({ code: 'bad-request' });
    expect(rejected).toEqual([1]);
    expect(await readAll(journal)).toEqual([]);
    // In parts of a few megabytes, which are together what came.
    const parts = [...letters.letters.values()];
    expect(parts.map(({ detail }) => detail.replace(/.*, /, ''))).toEqual([
      'part 1 of 3',
      'part 2 of 3',
      'part 3 of 3',
    ]);
    expect(Math.max(...parts.map(({ bytes }) => bytes.length))).toBe(4 << 20);
    expect(Buffer.concat(parts.map(({ bytes }) => bytes)).toString()).toBe(body);
  });

  test('a great many lines of one reason are a dead letter together, and can be retried', async () => {
    const letters = new MemoryLetters();
    const { rejected, accept } = await setUp(letters);
    const lines = Array.from({ length: 5000 }, (_, index) => `I1128 line ${index}`);
    const body = [...lines.slice(0, 2500), testEvent(1), ...lines.slice(2500)].join('\n');
    expect(await accept(body)).toMatchObject({ received: 5001, rejected: 5000 });
    expect(rejected).toEqual([5000]);
    const [letter, ...others] = letters.letters.values();
    expect(others).toEqual([]);
    expect(Buffer.from(letter?.bytes ?? []).toString()).toBe(`${lines.join('\n')}\n`);
  });

  test('that has no room among the dead letters keeps no event out: it is dropped, which is said', async () => {
    const full = createDeadLetterSink({ add: async () => ({ kept: 0, dropped: 1 }) });
    const { journal, rejected, dropped, accept } = await setUp(full);
    expect(await accept(`${testEvent(1)}\n{"kind":0}`)).toMatchObject({ received: 2, rejected: 1, isDropped: true });
    expect((await readAll(journal)).map(({ eventCount }) => eventCount)).toEqual([1]);
    expect([rejected, dropped]).toEqual([[1], ['one']]);
  });

  test('alone in a body waits for room among the dead letters: it is not acknowledged or thrown away', async () => {
    const full = createDeadLetterSink({ add: async () => ({ kept: 0, dropped: 1 }) });
    const { rejected, dropped, accept } = await setUp(full);
    await expect(accept('{"kind":0}')).rejects.toMatchObject({ code: 'journal-full' });
    expect([rejected, dropped]).toEqual([[], []]);
  });

  test('and cannot be kept for another reason is not acknowledged with its events', async () => {
    const broken: DeadLetterSink = { add: () => Promise.reject(new Error('no database')) };
    const { journal, dropped, accept } = await setUp(broken);
    await expect(accept(`${testEvent(1)}\n{"kind":0}`)).rejects.toThrow('no database');
    expect(await readAll(journal)).toEqual([]);
    expect(dropped).toEqual([]);
  });

  test('is counted once although the journal refuses the body until there is room', async () => {
    const letters = new MemoryLetters();
    const { rejected, accept } = await setUp(letters, 300);
    await expect(accept(`${testEvent(1)}\n{"kind":0}`)).rejects.toBeInstanceOf(AppError);
    expect(rejected).toEqual([]);
    expect(letters.letters.size).toBe(1);
  });
});

test.each(['', '[]', '{"kind":"EventList","items":[]}'])(
  'a body of nothing, "%s", is taken and leaves no trace',
  async (body) => {
    const { journal, accept } = await setUp();
    expect(await accept(body)).toEqual({ received: 0, rejected: 0, isDropped: false, position: undefined });
    expect(await readAll(journal)).toEqual([]);
  },
);

test('receipts rise in the order of the journal, whatever the clock does', async () => {
  const { journal, accept } = await setUp();
  await Promise.all([
    accept(testEvent(1)),
    accept(`${testEvent(2)}\n{"kind":0}`),
    accept(testEvent(3)),
    accept(testEvent(4)),
  ]);
  const receipts = (await readAll(journal)).map(({ receivedAtMicros }) => receivedAtMicros);
  expect(receipts).toHaveLength(4);
  expect(receipts).toEqual([...new Set(receipts)].toSorted((a, b) => a - b));
});
