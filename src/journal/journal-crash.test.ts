// The promise of the journal, held against every place where the power can go and every byte that can rot.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SimulatedDisk } from '../platform/testkit.ts';
import { entryOf, openOn, readTexts } from './testkit.ts';
import type { Corruption, Journal } from './types.ts';

/** Enough to find each of the faults that this test has found so far; more by `JOURNAL_RUNS`. */
const runs = Number(process.env['JOURNAL_RUNS'] ?? 200);

type Step =
  | { readonly kind: 'append'; readonly sizes: readonly number[] }
  | { readonly kind: 'checkpoint'; readonly share: number }
  | { readonly kind: 'plan' }
  | { readonly kind: 'reopen' };

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('append' as const),
        sizes: fc.array(fc.nat(700), { minLength: 1, maxLength: 6 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('checkpoint' as const),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('plan' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
  ),
  { minLength: 1, maxLength: 12 },
);

/** What is known outside of the journal: the order of appending, and what was promised about each. */
class Witness {
  readonly appended: string[] = [];
  readonly acknowledged = new Set<string>();
  /** Texts before this one were given to the engine and checkpointed. */
  checkpointed = new Set<string>();
  #counter = 0;

  async append(journal: Journal, sizes: readonly number[]): Promise<void> {
    await Promise.all(
      sizes.map(async (size) => {
        this.#counter += 1;
        const text = `${this.#counter}:`.padEnd(size, String(this.#counter));
        this.appended.push(text);
        await journal.append(entryOf(text, { eventCount: 2 }));
        this.acknowledged.add(text);
      }),
    );
  }

  async checkpoint(journal: Journal, share: number): Promise<void> {
    const done: string[] = [];
    const count = Math.floor(share * (journal.pending().events / 2));
    let position = journal.checkpointPosition();
    for await (const record of journal.read(position)) {
      if (done.length >= count) break;
      done.push(record.payload.toString());
      position = record.next;
    }
    // From here on it may be on disk, whatever becomes of the call.
    this.maybe = new Set(done);
    await journal.checkpoint(position);
    for (const text of done) this.checkpointed.add(text);
    this.maybe = new Set();
  }

  /** Texts of a checkpoint that was asked for and not yet answered. */
  maybe = new Set<string>();

  /** Holds what a journal gives against what was promised. */
  check(texts: readonly string[]): void {
    expect(new Set(texts).size, 'exactly once').toBe(texts.length);
    const order = texts.map((text) => this.appended.indexOf(text));
    expect(order, 'only what was appended').not.toContain(-1);
    expect(order, 'in order').toEqual(order.toSorted((a, b) => a - b));
    const given = new Set(texts);
    for (const text of this.acknowledged)
      if (!this.checkpointed.has(text) && !this.maybe.has(text)) expect(given, 'acknowledged').toContain(text);
    for (const text of this.checkpointed) expect(given, 'checkpointed').not.toContain(text);
    // Now it is known what became of a checkpoint that was not answered.
    for (const text of this.maybe) if (!given.has(text)) this.checkpointed.add(text);
    this.maybe = new Set();
  }
}

async function live(disk: SimulatedDisk, script: readonly Step[], witness: Witness): Promise<void> {
  let journal = await openOn(disk, { segmentBytes: 1500 });
  for (const step of script) {
    switch (step.kind) {
      case 'append':
        await witness.append(journal, step.sizes);
        break;
      case 'checkpoint':
        await witness.checkpoint(journal, step.share);
        break;
      case 'plan':
        await journal.writePlan(Buffer.from('plan'));
        break;
      case 'reopen':
        await journal.close();
        journal = await openOn(disk, { segmentBytes: 1500 });
    }
  }
}

function fateFrom(numbers: readonly number[]): () => number {
  let index = 0;
  return () => {
    index += 1;
    return numbers[index % numbers.length] ?? 0;
  };
}

const fates = fc.array(fc.constantFrom(0, 0, 0.3, 0.7, 1, 1), { minLength: 1, maxLength: 7 });

describe('after a power cut at any operation', () => {
  test('every acknowledged record is read once and in order, and none that was not appended', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, fc.nat(120), fates, async (script, afterwards, operations, numbers) => {
        const disk = new SimulatedDisk();
        const witness = new Witness();
        disk.operationsLeft = operations;
        await live(disk, script, witness).catch(() => undefined);
        disk.powerCut(fateFrom(numbers));
        let journal = await openOn(disk, { segmentBytes: 1500 });
        witness.check(await readTexts(journal));
        await journal.close();
        // And life goes on: what is appended later is as safe, and nothing that was lost comes back.
        await live(disk, afterwards, witness);
        disk.powerCut();
        journal = await openOn(disk, { segmentBytes: 1500 });
        const texts = await readTexts(journal);
        witness.check(texts);
        expect(journal.pending().events).toBeGreaterThanOrEqual(texts.length * 2);
      }),
      { numRuns: runs },
    );
  });

  test('also when syncs and writes fail at random beforehand', async () => {
    const failing = fc.array(fc.constantFrom(undefined, undefined, undefined, 'EIO' as const, 'ENOSPC' as const), {
      minLength: 3,
      maxLength: 9,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(700), { minLength: 1, maxLength: 5 }), { maxLength: 10 }),
        failing,
        fates,
        async (groups, codes, numbers) => {
          const disk = new SimulatedDisk();
          const journal = await openOn(disk, { segmentBytes: 1500 });
          const witness = new Witness();
          let index = 0;
          disk.fault = ({ name }) => {
            index += 1;
            const code = codes[index % codes.length];
            return code === undefined || name === 'rename' ? undefined : { code, written: (index * 37) % 300 };
          };
          for (const sizes of groups) await witness.append(journal, sizes).catch(() => undefined);
          disk.fault = () => undefined;
          await witness.append(journal, [10]);
          witness.check(await readTexts(journal));
          disk.powerCut(fateFrom(numbers));
          const corruptions: Corruption[] = [];
          witness.check(await readTexts(await openOn(disk, { segmentBytes: 1500 }, corruptions)));
        },
      ),
      { numRuns: runs },
    );
  });
});

describe('after rot', () => {
  test('every record that no changed byte touches is still read, and the others are reported', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(400), { minLength: 2, maxLength: 15 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        async (sizes, seeds) => {
          const disk = new SimulatedDisk();
          const first = await openOn(disk, { segmentBytes: 1500 });
          const records: { readonly text: string; readonly from: number; readonly to: number }[] = [];
          for (const [index, size] of sizes.entries()) {
            const text = `${index}:`.padEnd(size, '.');
            const from = await first.append(entryOf(text));
            records.push({ text, from, to: first.durableEnd() });
          }
          await first.close();
          const touched = new Set<number>();
          for (const seed of seeds) {
            const position = seed % first.durableEnd();
            const segment = disk.paths().findLast((path) => path.endsWith('.wal') && baseOf(path) <= position) ?? '';
            disk.damage(segment, (contents) => {
              const offset = position - baseOf(segment);
              contents.writeUInt8(contents.readUInt8(offset) ^ (1 << (seed % 8)), offset);
              return contents;
            });
            touched.add(position);
          }
          const isGood = ({ from, to }: { from: number; to: number }) =>
            ![...touched].some(
              (position) => position >= from && position < to && flips(seeds, position, first.durableEnd()),
            );
          const corruptions: Corruption[] = [];
          const journal = await openOn(disk, { segmentBytes: 1500 }, corruptions);
          expect(await readTexts(journal)).toEqual(records.filter(isGood).map(({ text }) => text));
          for (const record of records.filter((record) => !isGood(record)))
            expect(corruptions.some(({ from, to }) => from <= record.from && to >= record.to)).toBe(true);
        },
      ),
      { numRuns: runs },
    );
  });

  test('of any length cut off the end, the records before it are read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(300), { minLength: 1, maxLength: 8 }), fc.nat(), async (sizes, seed) => {
        const disk = new SimulatedDisk();
        const first = await openOn(disk, { segmentBytes: 10_000 });
        const ends: number[] = [];
        for (const size of sizes) {
          await first.append(entryOf('.'.repeat(size)));
          ends.push(first.durableEnd());
        }
        await first.close();
        const [segment = ''] = disk.paths().filter((path) => path.endsWith('.wal'));
        const length = seed % (first.durableEnd() + 1);
        disk.damage(segment, (contents) => contents.subarray(0, length));
        const corruptions: Corruption[] = [];
        const journal = await openOn(disk, {}, corruptions);
        expect(await readTexts(journal)).toHaveLength(ends.filter((end) => end <= length).length);
        expect(corruptions).toEqual([]);
        await journal.append(entryOf('after'));
        expect((await readTexts(journal)).at(-1)).toBe('after');
      }),
      { numRuns: runs },
    );
  });
});

function baseOf(path: string): number {
  return Number.parseInt(path.slice(path.lastIndexOf('/') + 1), 16);
}

/** Says whether the flips at a position leave it changed: the same bit twice is as it was. */
function flips(seeds: readonly number[], position: number, end: number): boolean {
  let byte = 0;
  for (const seed of seeds) if (seed % end === position) byte ^= 1 << (seed % 8);
  return byte !== 0;
}
