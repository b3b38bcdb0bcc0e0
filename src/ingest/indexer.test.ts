import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Journal, JournalRecord } from '../journal/index.ts';
import { openOn } from '../journal/testkit.ts';
import { SimulatedDisk } from '../platform/testkit.ts';
import { EngineError, type Manifest, openManifest } from '../store/index.ts';
import type { IndexerStep, RecordOutcome } from './apply.ts';
import { createBodyReader } from './body-reader.ts';
import { createDeadLetterSink, createOverflowingSink, type DeadLetterSink } from './dead-letters.ts';
import { framesOf } from './frames.ts';
import { createReceipts, createReceiver, type Indexer, type Receiver, startIndexer } from './index.ts';
import {
  createHurriedClock,
  type Failure,
  MemoryLetters,
  MemoryQuarantine,
  MemoryStore,
  silentLogger,
  testEvent,
} from './testkit.ts';

/** What outlives a process. */
class World {
  readonly disk = new SimulatedDisk();
  readonly store = new MemoryStore();
  readonly letters = new MemoryLetters();
  readonly quarantine = new MemoryQuarantine();
  /** A day has a few receipts. */
  readonly clock = createHurriedClock(20_000_000_000);
  /** What was made of each record, as the records' database keeps it: the first answer holds. */
  readonly outcomes = new Map<number, { readonly record: JournalRecord; readonly result: RecordOutcome }>();
  readonly deleted = new Set<string>();
  /** In the place of `letters`. */
  sink: DeadLetterSink | undefined;
  /** Where the manifest said that the store had more than it had. */
  readonly contradictions: string[] = [];
}

interface Life {
  readonly journal: Journal;
  readonly manifest: Manifest;
  readonly indexer: Indexer;
  readonly receiver: Receiver;
  readonly isAlive: () => boolean;
  readonly end: () => void;
}

/** Starts a process that dies when `isFatal` says so of a step. */
async function live(world: World, isFatal: (step: IndexerStep) => boolean = () => false): Promise<Life> {
  const { disk, store, letters, clock, outcomes } = world;
  let alive = true;
  const end = (): void => {
    alive = false;
    disk.kill();
  };
  const journal = await openOn(disk);
  const manifest = await openManifest('/data/manifest', disk.layer(), silentLogger);
  const writer = store.writer(() => alive);
  const indexer = startIndexer({
    journal,
    writer,
    manifest,
    deadLetters: createOverflowingSink(world.sink ?? letters, world.quarantine),
    quarantine: world.quarantine,
    clock,
    logger: silentLogger,
    whenReady: Promise.resolve(),
    hasCluster: async (id) => !world.deleted.has(id),
    onRecord: async (record, result) => {
      // A copy: the indexer gives the memory of what it has stored back.
      const kept = { ...record, payload: Buffer.from(record.payload) };
      if (!outcomes.has(record.position)) outcomes.set(record.position, { record: kept, result });
    },
    onStep: (step) => {
      if (alive) checkManifest(world, manifest, step);
      if (!alive || !isFatal(step)) return;
      end();
      throw new Error(`the power went at ${step}`);
    },
  });
  const receiver = createReceiver({
    reader: createBodyReader(),
    journal,
    deadLetters: letters,
    receipts: createReceipts({ clock, onAhead: () => undefined }),
    onRejected: () => undefined,
    onDropped: () => undefined,
  });
  return { journal, manifest, indexer, receiver, isAlive: () => alive, end };
}

/** What the manifest says, by `day cluster`. */
function countsOf(manifest: Manifest): Record<string, number> {
  const entries = [...manifest.counts()].flatMap(([day, clusters]) =>
    [...clusters].map(([clusterId, events]) => [`${day} ${clusterId}`, events] as const),
  );
  return Object.fromEntries(entries);
}

/** The store never holds less than the manifest says, at no step: else what is stored would look lost. */
function checkManifest({ store, contradictions }: World, manifest: Manifest, step: IndexerStep): void {
  const held = store.counts();
  for (const [key, events] of Object.entries(countsOf(manifest)))
    if ((held[key] ?? 0) < events) contradictions.push(`${key}: ${held[key] ?? 0} of ${events}, ${step}`);
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until everything is indexed; true when the process died before. */
async function drained({ journal, isAlive }: Life): Promise<boolean> {
  while (isAlive()) {
    if (journal.pending().events === 0) return true;
    await turn();
  }
  return false;
}

interface Sent {
  readonly cluster: string;
  readonly events: readonly { readonly id: number; readonly isTruncated: boolean; readonly copy: number }[];
}

const steps: readonly IndexerStep[] = ['decided', 'planned', 'inserted', 'deleted', 'checkpointed'];
const sentEvent = fc.record({ id: fc.nat(7), isTruncated: fc.boolean(), copy: fc.nat(2) });
const sent: fc.Arbitrary<Sent> = fc.record({
  cluster: fc.constantFrom('one', 'two'),
  events: fc.array(sentEvent, { minLength: 1, maxLength: 6 }),
});
const incident = fc.oneof(
  fc.record({
    kind: fc.constant('step' as const),
    step: fc.constantFrom(...steps),
    nth: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    kind: fc.constant('engine' as const),
    statement: fc.constantFrom('findTwins' as const, 'insert' as const, 'deleteTruncated' as const),
    failure: fc.constantFrom<Failure>('before', 'after'),
  }),
  fc.record({ kind: fc.constant('power' as const), kept: fc.double({ min: 0, max: 1, noNaN: true }) }),
);
const act = fc.oneof({ weight: 3, arbitrary: sent }, { weight: 2, arbitrary: incident });

/** What sequential reading makes of all records, in their order. */
function expectedOutcomes(records: readonly JournalRecord[]): RecordOutcome[] {
  const known = new Map<string, boolean>();
  return records.map(({ clusterId, payload }) => {
    const outcome = { stored: 0, duplicates: 0, completed: 0, rejected: 0 };
    for (const { from, to } of framesOf(payload)) {
      const text = payload.subarray(from, to).toString();
      const key = `${clusterId} ${/"auditID":"([^"]*)"/.exec(text)?.[1] ?? ''}`;
      const isTruncated = text.includes('truncated');
      const before = known.get(key);
      if (before === undefined) outcome.stored += 1;
      else if (before && !isTruncated) outcome.completed += 1;
      else outcome.duplicates += 1;
      known.set(key, (before ?? true) && isTruncated);
    }
    return outcome;
  });
}

/** The store holds every acknowledged event once: a copy that was sent, a whole one where any copy was whole. */
function checkStore({ store, outcomes }: World, acknowledged: readonly Sent[]): void {
  const records = [...outcomes.values()].map(({ record }) => record).toSorted((a, b) => a.position - b.position);
  const results = records.map((record) => outcomes.get(record.position)?.result);
  expect(results).toEqual(expectedOutcomes(records));
  const copies = new Map<string, Set<string>>();
  for (const { clusterId, payload } of records)
    for (const { from, to } of framesOf(payload)) {
      const text = payload.subarray(from, to).toString();
      const key = `${clusterId} ${/"auditID":"([^"]*)"/.exec(text)?.[1] ?? ''}`;
      copies.set(key, (copies.get(key) ?? new Set()).add(text));
    }
  for (const { cluster, events } of acknowledged)
    for (const { id, ...options } of events)
      expect(copies.get(`${cluster} id-${id}`)).toContain(testEvent(id, options));
  const rows = store.rows.map(({ clusterId, bytes }) => ({ clusterId, text: bytes.toString() }));
  const keys = rows.map(({ clusterId, text }) => `${clusterId} ${/"auditID":"([^"]*)"/.exec(text)?.[1] ?? ''}`);
  expect(keys.toSorted()).toEqual([...copies.keys()].toSorted());
  for (const [index, key] of keys.entries()) {
    const text = rows[index]?.text ?? '';
    const received = copies.get(key) ?? new Set();
    expect(received).toContain(text);
    const isAnyWhole = [...received].some((copy) => !copy.includes('truncated'));
    expect(text.includes('truncated')).toBe(!isAnyWhole);
  }
}

describe('each event is stored once, whatever dies and when', () => {
  test('with twins, several clusters, a sender that tries again, and ends at any step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
        const world = new World();
        const acknowledged: Sent[] = [];
        let armed: { step: IndexerStep; left: number } | undefined;
        const isFatal = (step: IndexerStep): boolean => {
          if (armed?.step !== step) return false;
          armed.left -= 1;
          if (armed.left > 0) return false;
          armed = undefined;
          return true;
        };
        let life = await live(world, isFatal);
        const revive = async (): Promise<void> => {
          void life.indexer.close();
          life = await live(world, isFatal);
        };
        for (const one of acts) {
          if ('cluster' in one) {
            const body = Buffer.from(one.events.map(({ id, ...options }) => testEvent(id, options)).join('\n'));
            for (;;) {
              if (!life.isAlive()) await revive();
              try {
                await life.receiver.accept(one.cluster, body);
                break;
              } catch {
                if (life.isAlive()) await revive();
              }
            }
            acknowledged.push(one);
          } else if (one.kind === 'step') armed = { step: one.step, left: one.nth };
          else if (one.kind === 'engine') {
            world.store.fail = (statement) => {
              if (statement !== one.statement) return undefined;
              world.store.fail = () => undefined;
              return one.failure;
            };
          } else {
            life.end();
            world.disk.powerCut(() => one.kept);
            await revive();
          }
          await turn();
        }
        armed = undefined;
        while (!(await drained(life))) await revive();
        checkStore(world, acknowledged);
        expect(world.contradictions).toEqual([]);
        expect(countsOf(life.manifest)).toEqual(world.store.counts());
        await life.indexer.close();
        await life.journal.close();
      }),
      { numRuns: 400 },
    );
  });

  test.each(steps)('an end at "%s", once for each batch', async (step) => {
    const world = new World();
    const acknowledged: Sent[] = [];
    let dead = 0;
    for (let round = 0; round < 6; round += 1) {
      let isArmed = true;
      const life = await live(world, (reached) => reached === step && isArmed && ((isArmed = false), true));
      const one = {
        cluster: 'one',
        events: [0, 1, 2].map((id) => ({ id: id + (round >> 1), isTruncated: round % 2 === 0, copy: round })),
      };
      await life.receiver.accept(
        one.cluster,
        Buffer.from(one.events.map(({ id, ...rest }) => testEvent(id, rest)).join('')),
      );
      acknowledged.push(one);
      if (!(await drained(life))) dead += 1;
      await life.indexer.close();
      life.end();
    }
    const life = await live(world);
    expect(await drained(life)).toBe(true);
    checkStore(world, acknowledged);
    expect(countsOf(life.manifest)).toEqual(world.store.counts());
    expect(dead).toBe(6);
    await life.indexer.close();
  });
});

describe('a plan', () => {
  test('holds when a cluster of its batch is deleted before it is carried out', async () => {
    const world = new World();
    const life = await live(world, (step) => step === 'inserted');
    const whole = [0, 1].map((id) => testEvent(id)).join('\n');
    const cut = [0, 1].map((id) => testEvent(id, { isTruncated: true })).join('\n');
    await Promise.all([
      life.receiver.accept('gone', Buffer.from(whole)),
      life.receiver.accept('stays', Buffer.from(cut)),
      life.receiver.accept('stays', Buffer.from(whole)),
    ]);
    expect(await drained(life)).toBe(false);
    void life.indexer.close();
    world.deleted.add('gone');
    world.store.rows = world.store.rows.filter((row) => row.clusterId !== 'gone');
    const next = await live(world);
    expect(await drained(next)).toBe(true);
    expect(world.store.rows.map((row) => row.isTruncated)).toEqual([false, false]);
    expect(
      [...world.outcomes.values()].map(({ record, result }) => [record.clusterId, result.stored, result.completed]),
    ).toEqual([
      ['stays', 2, 0],
      ['stays', 0, 2],
    ]);
    await next.indexer.close();
  });
});

describe('an event that the engine refuses', () => {
  test('is found among many and kept as a dead letter; all others are stored', async () => {
    const world = new World();
    world.store.poison = '/pods/37"';
    const life = await live(world);
    const ids = Array.from({ length: 100 }, (_, index) => index);
    const receipt = await life.receiver.accept('one', Buffer.from(ids.map((id) => testEvent(id)).join('\n')));
    expect(await life.indexer.whenStored(receipt.position ?? -1)).toEqual({
      stored: 99,
      duplicates: 0,
      completed: 0,
      rejected: 1,
    });
    expect(world.store.rows).toHaveLength(99);
    const [letter, ...more] = world.letters.letters.values();
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ clusterId: 'one', reason: 'engine-refused' });
    expect(Buffer.from(letter?.bytes ?? []).toString()).toBe(testEvent(37));
    await life.indexer.close();
  });

  test('does not take its truncated twin with it', async () => {
    const world = new World();
    const life = await live(world);
    const cut = await life.receiver.accept('one', Buffer.from(testEvent(1, { isTruncated: true })));
    await life.indexer.whenStored(cut.position ?? -1);
    world.store.poison = '"n":1';
    const whole = await life.receiver.accept('one', Buffer.from(testEvent(1)));
    expect(await life.indexer.whenStored(whole.position ?? -1)).toMatchObject({ rejected: 1 });
    expect(world.store.rows.map((row) => row.isTruncated)).toEqual([true]);
    await life.indexer.close();
  });
});

describe('a cluster whose events cannot be stored keeps no other one waiting', () => {
  const rejectedOne = { stored: 0, duplicates: 0, completed: 0, rejected: 1 };

  test('when the engine fails over them for good, they are set aside', async () => {
    const world = new World();
    world.store.unreadable.add('bad');
    const life = await live(world);
    const send = (cluster: string, id: number) => life.receiver.accept(cluster, Buffer.from(testEvent(id)));
    const receipts = [await send('good', 1), await send('bad', 2), await send('good', 3), await send('bad', 4)];
    const outcomes = await Promise.all(receipts.map(({ position }) => life.indexer.whenStored(position ?? -1)));
    expect(outcomes.map(({ stored, rejected }) => [stored, rejected])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
    expect(world.store.rows.map(({ bytes }) => bytes.toString())).toEqual([testEvent(1), testEvent(3)]);
    expect(world.quarantine.kept.map(({ clusterId, events }) => [clusterId, String(events[0])])).toEqual([
      ['bad', testEvent(2)],
      ['bad', testEvent(4)],
    ]);
    expect(life.journal.pending().events).toBe(0);
    // What comes later is stored as ever.
    const next = await send('good', 5);
    expect(await life.indexer.whenStored(next.position ?? -1)).toMatchObject({ stored: 1 });
    await life.indexer.close();
  });

  test('when the engine cannot insert because of a part that it wrote before, no event is taken for a bad one', async () => {
    const world = new World();
    const life = await live(world);
    world.store.fail = (statement) => {
      if (statement === 'insert') throw new EngineError('corrupt-part', 'a part cannot be read');
      return undefined;
    };
    const lines = [1, 2, 3].map((id) => testEvent(id));
    const { position } = await life.receiver.accept('good', Buffer.from(lines.join('\n')));
    expect(await life.indexer.whenStored(position ?? -1)).toMatchObject({ stored: 0, rejected: 3 });
    expect(world.quarantine.kept.map(({ events }) => events.map(String))).toEqual([lines]);
    expect(world.letters.letters.size).toBe(0);
    await life.indexer.close();
  });

  test('when its dead letters have no room for an event that the engine refuses', async () => {
    const world = new World();
    world.store.poison = '/pods/2"';
    world.sink = createDeadLetterSink({ add: async () => ({ kept: 0, dropped: 1 }) });
    const life = await live(world);
    const refused = await life.receiver.accept('bad', Buffer.from(testEvent(2)));
    const good = await life.receiver.accept('good', Buffer.from(testEvent(3)));
    expect(await life.indexer.whenStored(refused.position ?? -1)).toEqual(rejectedOne);
    expect(await life.indexer.whenStored(good.position ?? -1)).toMatchObject({ stored: 1 });
    expect(world.quarantine.kept.map(({ events }) => String(events[0]))).toEqual([testEvent(2)]);
    await life.indexer.close();
  });
});

test('an engine that is down for long loses nothing, and acknowledgements go on', async () => {
  const world = new World();
  world.store.fail = () => 'before';
  const life = await live(world);
  for (let id = 0; id < 50; id += 1) {
    const { received } = await life.receiver.accept('one', Buffer.from(testEvent(id)));
    expect(received).toBe(1);
    await turn();
  }
  expect(world.store.rows).toEqual([]);
  expect(life.journal.pending().events).toBe(50);
  world.store.fail = () => undefined;
  expect(await drained(life)).toBe(true);
  expect(world.store.rows).toHaveLength(50);
  await life.indexer.close();
});

test('closing does not wait for an engine that never answers, and the batch is there afterwards', async () => {
  const world = new World();
  const life = await live(world);
  const writer = world.store.writer();
  const indexer = startIndexer({
    journal: life.journal,
    writer: { ...writer, insert: () => new Promise(() => undefined) },
    manifest: life.manifest,
    deadLetters: world.letters,
    quarantine: world.quarantine,
    clock: world.clock,
    logger: silentLogger,
    whenReady: Promise.resolve(),
    hasCluster: async () => true,
    onRecord: async () => undefined,
  });
  await life.indexer.close();
  const receipt = await life.receiver.accept('one', Buffer.from(testEvent(1)));
  const stored = indexer.whenStored(receipt.position ?? -1);
  const refused = expect(stored).rejects.toThrow('the server is closing');
  while (life.journal.readPlan() === undefined) await turn();
  await indexer.close();
  await refused;
  expect(life.journal.pending().events).toBe(1);
});
