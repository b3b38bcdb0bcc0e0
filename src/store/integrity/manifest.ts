import path from 'node:path';
import { z } from 'zod';
import { createMutex } from '../../base/index.ts';
import { type FileLayer, type Logger, readFileIfPresent, writeFileAtomically } from '../../platform/index.ts';

/** Events of a cluster and a day of receipt that a batch added to the store, or took from it where the number is negative. */
export interface StoredChange {
  /** In UTC, as `20261121`. */
  readonly day: string;
  readonly clusterId: string;
  readonly events: number;
}

/** A stretch of a journal and what it changed. Applying it again changes nothing. */
export interface AppliedBatch {
  readonly journalId: string;
  readonly from: number;
  readonly next: number;
  readonly changes: readonly StoredChange[];
}

/** How many events of each cluster there are, by day of receipt and cluster id. */
export type EventCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * What the store should hold, written down apart from the engine: so many events of each cluster for each day of receipt. What the engine
 * holds is never less, unless it lost something: an addition is written after the engine has it, and what is to be removed is struck out
 * before the engine is told. Merges and mutations change no count, so nothing has to be known of parts.
 */
export interface Manifest {
  /** Whether nothing was ever written: then nothing is known to be missing. */
  isNew(): boolean;
  /** Days that cannot be read and whose counts are not known. */
  unreadableDays(): readonly string[];
  counts(): EventCounts;
  /** Resolves when the changes are on disk. */
  apply(batch: AppliedBatch): Promise<void>;
  /** Strikes out what is about to be removed. */
  forget(isRemoved: (day: string, clusterId: string) => boolean): Promise<void>;
  /** Takes what the engine holds for what it should hold; of one day, or of all. */
  adopt(counts: EventCounts, day?: string): Promise<void>;
}

interface DayEntry {
  /** Where the last batch that changed the day ends. */
  readonly journalId: string;
  readonly position: number;
  readonly clusters: ReadonlyMap<string, number>;
}

const DayFile = z.object({
  journal: z.string(),
  position: z.number(),
  clusters: z.record(z.string(), z.int().nonnegative()),
});
const dayFileName = /^(\d{8})\.json$/;
/** There from the first time on, so that a manifest of an empty store is no new one. */
const markerName = 'begun';

const dayMicros = 86_400_000_000;

/** The day of receipt of a time in Unix microseconds, which names the partition that the event is in. */
export function dayOf(micros: number): string {
  const day = Math.floor(micros / dayMicros) * dayMicros;
  return new Date(day / 1000).toISOString().slice(0, 10).replaceAll('-', '');
}

/** Opens the manifest in a directory, which is made if need be: a file a day, each replaced as a whole. One process has it. */
export async function openManifest(directory: string, files: FileLayer, logger: Logger): Promise<Manifest> {
  await files.makeDirectory(directory);
  const names = await files.list(directory);
  const days = new Map<string, DayEntry>();
  const unreadable = new Set<string>();
  let isNew = !names.includes(markerName);
  for (const name of names) {
    const day = dayFileName.exec(name)?.[1];
    if (day === undefined) continue;
    const entry = parseDay((await readFileIfPresent(files, path.join(directory, name)))?.toString('utf8') ?? '');
    if (entry) days.set(day, entry);
    else unreadable.add(day);
  }
  if (unreadable.size > 0)
    logger.error(
      { days: [...unreadable] },
      'the manifest of stored events cannot be read for some days; what is there now counts',
    );
  const mutex = createMutex();

  async function write(day: string, entry: DayEntry): Promise<void> {
    const file = path.join(directory, `${day}.json`);
    if (entry.clusters.size === 0) {
      if (days.has(day) || unreadable.has(day)) {
        await files.unlink(file);
        await files.syncDirectory(directory);
      }
      days.delete(day);
    } else {
      const { journalId: journal, position, clusters } = entry;
      const text = JSON.stringify({ journal, position, clusters: Object.fromEntries(clusters) });
      await writeFileAtomically(files, file, Buffer.from(text));
      days.set(day, entry);
    }
    unreadable.delete(day);
  }

  const counts = (): EventCounts => new Map([...days].map(([day, { clusters }]) => [day, clusters]));

  return {
    isNew: () => isNew,
    unreadableDays: () => [...unreadable],
    counts,
    apply: ({ journalId, from, next, changes }) =>
      mutex.run(async () => {
        for (const [day, ofDay] of Map.groupBy(changes, (change) => change.day)) {
          const entry = days.get(day);
          if (entry && entry.journalId === journalId && from < entry.position) continue;
          await write(day, { journalId, position: next, clusters: withChanges(entry?.clusters, ofDay) });
        }
      }),
    forget: (isRemoved) =>
      mutex.run(async () => {
        for (const [day, entry] of days) {
          const kept = [...entry.clusters].filter(([clusterId]) => !isRemoved(day, clusterId));
          if (kept.length < entry.clusters.size) await write(day, { ...entry, clusters: new Map(kept) });
        }
      }),
    adopt: (held, onlyDay) =>
      mutex.run(async () => {
        const wanted = onlyDay === undefined ? new Set([...days.keys(), ...held.keys()]) : [onlyDay];
        for (const day of wanted) {
          const { journalId = '', position = 0 } = days.get(day) ?? {};
          await write(day, { journalId, position, clusters: held.get(day) ?? new Map() });
        }
        if (!isNew) return;
        await writeFileAtomically(files, path.join(directory, markerName), Buffer.from(''));
        isNew = false;
      }),
  };
}

function parseDay(text: string): DayEntry | undefined {
  try {
    const { journal, position, clusters } = DayFile.parse(JSON.parse(text));
    return { journalId: journal, position, clusters: new Map(Object.entries(clusters)) };
  } catch {
    return undefined;
  }
}

function withChanges(
  clusters: ReadonlyMap<string, number> = new Map(),
  changes: readonly StoredChange[],
): ReadonlyMap<string, number> {
  const changed = new Map(clusters);
  for (const { clusterId, events } of changes) {
    const count = (changed.get(clusterId) ?? 0) + events;
    // What was there before the manifest began may be taken from it as well.
    if (count > 0) changed.set(clusterId, count);
    else changed.delete(clusterId);
  }
  return changed;
}
