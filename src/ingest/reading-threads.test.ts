import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { markAsUntransferable } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { type BodyReader, createBodyReader } from './body-reader.ts';
import { framesOf } from './frames.ts';
import type { ReadBody } from './read-body.ts';
import { startReadingThreads } from './reading-threads.ts';
import { testEvent } from './testkit.ts';

const recorded = path.resolve(import.meta.dirname, '../../test/fixtures/recorded');
const origin = { clusterId: 'one', receivedAtMicros: 1_763_700_000_000_000 };
const thread = startReadingThreads();
afterAll(() => thread.close());

/** Everything that a body was read as, to be held against another. */
function facts(read: ReadBody | undefined) {
  if (!read) return undefined;
  const { body, frames, events, unreadable, encoding } = read;
  return {
    events,
    frames: [...framesOf(frames)].map(({ from, to }) => frames.toString('latin1', from, to)),
    unreadable: unreadable.map(({ reason, from, to }) => [
      reason,
      body && Buffer.from(body.subarray(from, to)).toString('latin1'),
    ]),
    encoding: encoding && {
      rows: encoding.block.rows,
      block: Buffer.from(encoding.block.bytes).toString('latin1'),
      places: encoding.block.places,
      identities: Array.from({ length: encoding.identities.length }, (_, index) => [
        encoding.identities.textAt(index),
        encoding.identities.isTruncatedAt(index),
      ]),
      range: [encoding.fromMicros, encoding.toMicros],
    },
  };
}

const read = async (reader: BodyReader, body: Uint8Array) => facts(await reader.read(Uint8Array.from(body), origin));

test('reads what is recorded as the thread that asks would', async () => {
  const files = readdirSync(path.join(recorded, 'modern-v1.36'), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.(json|audit)$/.test(file.name))
    .map((file) => path.join(file.parentPath, file.name));
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) {
    const body = readFileSync(file);
    expect(await read(thread, body)).toEqual(await read(createBodyReader(), body));
  }
});

test('answers in the order of the calls, whatever each takes: damaged, empty, many at once', async () => {
  const bodies = [`[${testEvent(1)},{"kind":"Event"}]`, '', 'nonsense', `${testEvent(2)}\n`.repeat(2000), testEvent(3)];
  const bytes = bodies.map((body) => new TextEncoder().encode(body));
  const order: number[] = [];
  const answers = await Promise.all(
    bytes.map(async (body, index) => {
      const answer = await read(thread, body);
      order.push(index);
      return answer;
    }),
  );
  expect(order).toEqual([0, 1, 2, 3, 4]);
  for (const [index, body] of bytes.entries()) expect(answers[index]).toEqual(await read(createBodyReader(), body));
  expect(await thread.read(Buffer.from('1\n'.repeat(1_000_001)), origin)).toBeUndefined();
});

test('leaves memory that a body shares with others to them', async () => {
  const shared = Buffer.from(`before ${testEvent(1)} behind`);
  const body = shared.subarray(7, shared.length - 7);
  expect((await thread.read(body, origin))?.events).toBe(1);
  expect(shared.toString()).toBe(`before ${testEvent(1)} behind`);
});

test('memory that cannot go along fails its own body, and no answer goes astray', async () => {
  const stuck = new Uint8Array(new TextEncoder().encode(testEvent(1)));
  markAsUntransferable(stuck.buffer);
  const answers = [stuck, Buffer.from(testEvent(2)), Buffer.from(testEvent(3))].map(async (body) => {
    const answer = await thread.read(body, origin);
    return answer && /"auditID":"([^"]*)"/.exec(answer.frames.toString())?.[1];
  });
  expect(await Promise.allSettled(answers)).toMatchObject([
    { status: 'rejected' },
    { value: 'id-2' },
    { value: 'id-3' },
  ]);
});

test('a thread that is ended fails what it had, and the next body starts another', async () => {
  const reader = startReadingThreads();
  const reading = reader.read(Buffer.from(`${testEvent(1)}\n`.repeat(100_000)), origin);
  const failed = expect(reading).rejects.toThrow('the reading thread ended');
  await reader.close();
  await failed;
  expect((await reader.read(Buffer.from(testEvent(1)), origin))?.events).toBe(1);
  await reader.close();
});

test('nobody waits behind a large body', async () => {
  const threads = startReadingThreads();
  // Both threads are there before the two bodies race.
  await Promise.all([
    threads.read(Buffer.from(testEvent(1)), origin),
    threads.read(Buffer.from(testEvent(1)), undefined),
  ]);
  const order: string[] = [];
  const large = threads.read(Buffer.alloc(128 << 20, '['), undefined).then(() => order.push('large'));
  const small = threads.read(Buffer.from(testEvent(2)), origin).then(() => order.push('small'));
  await Promise.all([large, small]);
  expect(order).toEqual(['small', 'large']);
  await threads.close();
});
