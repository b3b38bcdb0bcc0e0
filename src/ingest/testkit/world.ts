import type { Journal, JournalRecord } from '../../journal/index.ts';
import { openOn } from '../../journal/testkit.ts';
import { SimulatedDisk } from '../../platform/testkit.ts';
import { type Manifest, openManifest } from '../../store/index.ts';
import type { IndexerStep, RecordOutcome } from '../apply.ts';
import { createBodyReader } from '../body-reader.ts';
import { createOverflowingSink, type DeadLetterSink } from '../dead-letters.ts';
import { createReceipts, createReceiver, type Indexer, type Receiver, startIndexer } from '../index.ts';
import { createHurriedClock, MemoryLetters, MemoryQuarantine, MemoryStore, silentLogger } from '../testkit.ts';

/** What outlives a process. */
export class World {
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

/** A process. */
export interface Life {
  readonly journal: Journal;
  readonly manifest: Manifest;
  readonly indexer: Indexer;
  readonly receiver: Receiver;
  readonly isAlive: () => boolean;
  readonly end: () => void;
}

/** Starts a process that dies when `isFatal` says so of a step. */
export async function live(world: World, isFatal: (step: IndexerStep) => boolean = () => false): Promise<Life> {
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
export function countsOf(manifest: Manifest): Record<string, number> {
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

/** Lets others have their turn. */
export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until everything is indexed; true when the process died before. */
export async function drained({ journal, isAlive }: Life): Promise<boolean> {
  while (isAlive()) {
    if (journal.pending().events === 0) return true;
    await turn();
  }
  return false;
}
