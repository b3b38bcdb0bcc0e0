import path from 'node:path';
import { type RunningEngine, startEngine } from '../engine/index.ts';
import { type Clock, type Lifecycle, type Logger, realFiles } from '../platform/index.ts';
import {
  createEventRemover,
  createEventWriter,
  createIntegrity,
  createMendingEngine,
  createStorageMeter,
  type EventRemover,
  type EventWriter,
  type Integrity,
  type Manifest,
  type MendingEngine,
  type StorageMeter,
  openManifest,
  prepareStore,
  watchIntegrity,
} from '../store/index.ts';

/** What the store is made of. */
export interface StoreParts {
  readonly running: RunningEngine;
  /** For all statements over the events. */
  readonly engine: MendingEngine;
  readonly manifest: Manifest;
  readonly integrity: Integrity;
  readonly writer: EventWriter;
  readonly remover: EventRemover;
  readonly storage: StorageMeter & {
    /** On the disk of an engine of our own. */
    freeBytes(): Promise<number | undefined>;
  };
  /** Compares the store with its manifest again, where something is missing. */
  readonly confirmLosses: () => void;
}

export interface StoreNeeds {
  readonly data: string;
  readonly clickhouseUrl: string | undefined;
  readonly lifecycle: Lifecycle;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Puts the engine, and what writes to it and watches over it, together. The lifecycle closes them. */
export async function composeStore({ data, clickhouseUrl, lifecycle, clock, logger }: StoreNeeds): Promise<StoreParts> {
  const manifest = await openManifest(path.join(data, 'manifest'), realFiles, logger);
  const integrity = createIntegrity({ manifest, clock, logger });
  const mending = { clock, logger, onLoss: () => watch.wake() };
  const running = lifecycle.own(
    'engine',
    startEngine({ data, clickhouseUrl, logger, prepare: (engine) => prepareStore(engine, integrity, mending) }),
  );
  const { whenReady } = running;
  const restarts = (): number => running.restarts();
  const engine = createMendingEngine(running.engine, mending);
  const watch = lifecycle.own('integrity', watchIntegrity({ integrity, engine, restarts, clock, logger, whenReady }));
  const inserts = engine.dialect.createInsertMutex();
  const writer = createEventWriter(engine, inserts);
  const remover = createEventRemover(engine, inserts);
  const confirmLosses = (): void => {
    if (integrity.losses().missingEvents > 0) watch.wake();
  };
  const storage = {
    ...createStorageMeter(engine, clock),
    freeBytes: async () => (clickhouseUrl === undefined ? realFiles.freeBytes(data) : undefined),
  };
  return { running, engine, manifest, integrity, writer, remover, storage, confirmLosses };
}
