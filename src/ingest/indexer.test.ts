import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalRecord } from '../journal/index.ts';
import type { IndexerStep, RecordOutcome } from './apply.ts';
import { framesOf } from './frames.ts';
import { startIndexer } from './index.ts';
import { type Failure, silentLogger, testEvent } from './testkit.ts';
import { countsOf, drained, live, turn, World } from './testkit/world.ts';

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
