import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReceivedRequest, StoredEvent } from '../store/index.ts';
import { createEventStream, type EventSource, type Follower } from './event-stream.ts';

interface TestSource extends EventSource {
  /** Adds receipts with so many events each, as one commit. */
  commit(sizes: readonly number[]): { readonly from: number; readonly through: number };
  readonly all: readonly StoredEvent[];
  /** What it was asked. */
  readonly requests: readonly ReceivedRequest[];
}

/** A store in memory: what it gives is what the interface says, in pieces of its own size. */
function createSource({ bytes = 100, mostAtOnce = 1000 } = {}): TestSource {
  const all: StoredEvent[] = [];
  const requests: ReceivedRequest[] = [];
  let receipt = 1_000_000;
  return {
    all,
    requests,
    commit(sizes) {
      const from = receipt + 1;
      for (const size of sizes) {
        receipt += 1;
        for (let index = 0; index < size; index += 1)
          all.push({
            bytes: new Uint8Array(bytes),
            clusterId: 'c',
            namespace: '',
            resource: '',
            subresource: '',
            timeMicros: 0,
            receivedAtMicros: receipt,
            wrapper: '',
            isRedacted: false,
            cursor: String(all.length),
          });
      }
      return { from, through: receipt };
    },
    received: async (request) => {
      requests.push(request);
      const { after, throughMicros, limit } = request;
      const begin = after.within === undefined ? -1 : Number(after.within);
      const asked = all.filter(
        ({ receivedAtMicros, cursor }) =>
          receivedAtMicros <= throughMicros &&
          (after.within === undefined ? receivedAtMicros > after.receivedAtMicros : Number(cursor) > begin),
      );
      const events = asked.slice(0, Math.min(limit, mostAtOnce));
      return { events, isLast: events.length === asked.length };
    },
  };
}

/** Everything that there is for a follower. */
async function readAll(follower: Follower): Promise<{ readonly events: StoredEvent[]; readonly through: number[] }> {
  const events: StoredEvent[] = [];
  const through: number[] = [];
  for (let chunk = await follower.read(); chunk; chunk = await follower.read()) {
    events.push(...chunk.events);
    through.push(chunk.through);
    follower.move(chunk);
  }
  return { events, through };
}

test('however the events are cut into commits, bodies and chunks, a follower that stops anywhere goes on with none missing', async () => {
  const commits = fc.array(fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });
  const stops = fc.array(fc.nat(5), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(commits, stops, fc.integer({ min: 1, max: 7 }), async (sizes, patience, mostAtOnce) => {
      const source = createSource({ mostAtOnce });
      const stream = createEventStream(source);
      const start = stream.follow({ whenBehind: 'read' });
      let saved: number | undefined;
      const seen = new Set<string>();
      for (const [index, commit] of sizes.entries()) {
        const { from, through } = source.commit(commit);
        stream.advance(from, through);
        const follower = index === 0 ? start : stream.follow({ after: saved, whenBehind: 'read' });
        // It dies after some chunks, and what it has kept is the position alone.
        for (let chunks = 0; chunks < (patience[index] ?? 0); chunks += 1) {
          const chunk = await follower.read();
          if (!chunk) break;
          for (const event of chunk.events) seen.add(event.cursor);
          // Everything up to the position was given, nothing after a restart from it is a half of what was.
          const due = source.all.filter(({ receivedAtMicros }) => receivedAtMicros <= chunk.through);
          expect(due.filter(({ cursor }) => !seen.has(cursor))).toEqual([]);
          saved = chunk.through;
          follower.move(chunk);
        }
        saved ??= from - 1;
      }
      const rest = await readAll(stream.follow({ after: saved, whenBehind: 'read' }));
      for (const event of rest.events) seen.add(event.cursor);
      expect(seen.size).toBe(source.all.length);
      expect(rest.events).toEqual(source.all.filter(({ receivedAtMicros }) => receivedAtMicros > (saved ?? 0)));
    }),
  );
});

test('all who follow share one statement a commit, however many they are and whenever they began', async () => {
  const source = createSource();
  const stream = createEventStream(source);
  const followers: Follower[] = [];
  const counts: number[] = [];
  for (let commit = 0; commit < 5; commit += 1) {
    for (let count = 0; count < 500; count += 1) followers.push(stream.follow({ whenBehind: 'skip' }));
    const { from, through } = source.commit([40, 2]);
    stream.advance(from, through);
    const read = await Promise.all(followers.map(readAll));
    counts.push(new Set(read.map(({ events }) => events.length)).size);
    expect(read[0]?.events).toHaveLength(42);
    expect(source.requests).toHaveLength(commit + 1);
  }
  expect(counts).toEqual([1, 1, 1, 1, 1]);
  expect(followers.some((follower) => follower.takeSkipped())).toBe(false);
});

test('one who follows, and looks, before anything was stored is not told that something was left out', async () => {
  const source = createSource();
  const stream = createEventStream(source);
  const follower = stream.follow({ whenBehind: 'skip' });
  expect(await follower.read()).toBeUndefined();
  const { from, through } = source.commit([3]);
  stream.advance(from, through);
  const { events } = await readAll(follower);
  expect([events.length, follower.takeSkipped()]).toEqual([3, false]);
});

test('nobody who follows costs nothing, and nothing new costs nothing', async () => {
  const source = createSource();
  const stream = createEventStream(source);
  stream.advance(1_000_001, 1_000_005);
  expect(source.requests).toHaveLength(0);
  const follower = stream.follow({ whenBehind: 'skip' });
  expect([await follower.read(), await follower.read()]).toEqual([undefined, undefined]);
  expect(source.requests).toHaveLength(0);
});

test('a slow follower keeps nothing: it is told what it lost, and costs no statement of its own', async () => {
  // 512 kB an event: some forty are kept.
  const source = createSource({ bytes: 512 << 10 });
  const stream = createEventStream(source);
  const [slow, fast] = [stream.follow({ whenBehind: 'skip' }), stream.follow({ whenBehind: 'skip' })];
  const seen: StoredEvent[] = [];
  for (let commit = 0; commit < 20; commit += 1) {
    const { from, through } = source.commit([10]);
    stream.advance(from, through);
    seen.push(...(await readAll(fast)).events);
  }
  expect(seen).toEqual(source.all);
  const asked = source.requests.length;
  expect((await readAll(slow)).events).toEqual([]);
  expect([slow.takeSkipped(), slow.takeSkipped(), fast.takeSkipped()]).toEqual([true, false, false]);
  expect(source.requests).toHaveLength(asked);
  const { from, through } = source.commit([3]);
  stream.advance(from, through);
  expect((await readAll(slow)).events).toHaveLength(3);
  expect(slow.takeSkipped()).toBe(false);
});

test('one who must miss nothing reads again what is no longer kept, and does not take the place of what others read', async () => {
  const source = createSource({ bytes: 512 << 10 });
  const stream = createEventStream(source);
  const fast = stream.follow({ whenBehind: 'skip' });
  const sure = stream.follow({ whenBehind: 'read' });
  for (let commit = 0; commit < 20; commit += 1) {
    const { from, through } = source.commit([10]);
    stream.advance(from, through);
    await readAll(fast);
  }
  const latest = stream.follow({ after: (source.all.at(-1)?.receivedAtMicros ?? 0) - 1, whenBehind: 'skip' });
  expect((await readAll(sure)).events).toEqual(source.all);
  const asked = source.requests.length;
  expect((await readAll(latest)).events).toHaveLength(10);
  expect(source.requests).toHaveLength(asked);
});

test('an engine that is away is asked again, by all together', async () => {
  const source = createSource();
  let isAway = true;
  const stream = createEventStream({
    received: async (request) => {
      if (isAway) throw new Error('away');
      return source.received(request);
    },
  });
  const followers = Array.from({ length: 3 }, () => stream.follow({ whenBehind: 'skip' }));
  const { from, through } = source.commit([2]);
  stream.advance(from, through);
  const failed = await Promise.allSettled(followers.map((follower) => follower.read()));
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  isAway = false;
  const read = await Promise.all(followers.map(readAll));
  expect(read.map(({ events }) => events.length)).toEqual([2, 2, 2]);
  expect(source.requests).toHaveLength(1);
});

test('who listens hears of each commit until it leaves', () => {
  const stream = createEventStream(createSource());
  let heard = 0;
  const leave = stream.onAdvance(() => (heard += 1));
  stream.advance(1_000_001, 1_000_001);
  stream.advance(1_000_002, 1_000_004);
  // What was told already is nothing new.
  stream.advance(1_000_002, 1_000_003);
  leave();
  stream.advance(1_000_005, 1_000_005);
  expect(heard).toBe(2);
});

test('when receipts follow a clock that was far ahead, one who must miss nothing still reads what it had not come to', async () => {
  const source = createSource();
  const stream = createEventStream(source);
  const first = source.commit([3]);
  stream.advance(first.from, first.through);
  const follower = stream.follow({ after: first.from - 1, whenBehind: 'read' });
  const second = source.commit([2]);
  const ahead = 2 * 86_400_000_000;
  stream.advance(second.from + ahead, second.through + ahead);
  stream.advance(second.from, second.through);
  const { events } = await readAll(follower);
  expect(events.map(({ cursor }) => cursor)).toEqual(['0', '1', '2', '3', '4']);
});

test('when receipts follow a clock that was far ahead, who follows goes on with them, and is told', async () => {
  const stream = createEventStream({ received: async () => ({ events: [], isLast: true }) });
  const dayMicros = 86_400_000_000;
  const now = 10_000 * dayMicros;
  stream.advance(now + 2 * dayMicros, now + 2 * dayMicros + 5);
  const followers = (['skip', 'read'] as const).map((whenBehind) => stream.follow({ whenBehind }));
  let woken = 0;
  stream.onAdvance(() => (woken += 1));
  stream.advance(now, now + 5);
  expect(woken).toBe(1);
  for (const follower of followers) {
    const chunk = await follower.read();
    expect(chunk?.through).toBe(now + 5);
    if (chunk) follower.move(chunk);
    expect([follower.takeSkipped(), follower.takeSkipped()]).toEqual([true, false]);
    expect(await follower.read()).toBeUndefined();
  }
  // What is committed again after a restart is nothing new.
  stream.advance(now - 5, now);
  expect(woken).toBe(1);
});
