import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { createMutex } from '../base/index.ts';
import { errorCodeOf, type FileLayer, readFileIfPresent, writeFileAtomically } from '../platform/index.ts';

/** Events of a cluster that the store cannot take, for a reason that does not go away. */
export interface SetAside {
  readonly clusterId: string;
  readonly receivedAtMicros: number;
  readonly reason: string;
  /** As received. */
  readonly events: readonly Uint8Array[];
}

/** What is known of events that were set aside. */
export interface QuarantinedBatch extends Omit<SetAside, 'events'> {
  readonly id: string;
  readonly events: number;
  readonly bytes: number;
}

/**
 * Events that were acknowledged and cannot be stored, in files of their own: so they are not lost, and do not keep those behind them from
 * being stored. What is set aside is never refused for want of room; a cluster that has much of it may not send more (`isFull`), so that all of
 * it is never more than that and what the journal holds.
 */
export interface Quarantine {
  /** Resolves when they are on disk. The same events set aside again, as after a crash, are there once. */
  keep(batch: SetAside): Promise<void>;
  /** In the order of their receipt. */
  list(): readonly QuarantinedBatch[];
  /** The events of a batch, a line each as they came; undefined where there is none. */
  read(id: string): Promise<Buffer | undefined>;
  /** Forgets a batch that is stored by now, or that nobody wants. */
  remove(id: string): Promise<void>;
  /** Whether a cluster has so much set aside that it may not send more. */
  isFull(clusterId: string): boolean;
}

const limitsOfCluster = { bytes: 256 << 20, batches: 10_000 };
const version = 1;
const suffix = '.batch';

const Head = z.object({
  version: z.literal(version),
  clusterId: z.string(),
  receivedAtMicros: z.number(),
  reason: z.string(),
  events: z.number(),
});

const newline = Buffer.from('\n');

/** Opens the quarantine in a directory, which is made if need be. One process has it. A file that is none of ours stays where it is. */
export async function openQuarantine(
  directory: string,
  files: FileLayer,
  limits = limitsOfCluster,
): Promise<Quarantine> {
  const mutex = createMutex();
  const batches = new Map<string, QuarantinedBatch>();
  await files.makeDirectory(directory);
  const fileOf = (id: string): string => path.join(directory, `${id}${suffix}`);
  for (const name of await files.list(directory)) {
    if (!name.endsWith(suffix)) continue;
    const id = name.slice(0, -suffix.length);
    const head = headOf((await readFileIfPresent(files, fileOf(id))) ?? Buffer.alloc(0));
    if (head) batches.set(id, { id, ...head });
  }

  return {
    keep: ({ events, ...about }) =>
      mutex.run(async () => {
        const head = Buffer.from(JSON.stringify({ version, ...about, events: events.length }));
        const lines = events.flatMap((event) => [event, newline]);
        const contents = Buffer.concat([head, newline, ...lines]);
        const digest = createHash('sha256').update(about.clusterId).update(contents.subarray(head.length));
        const id = digest.digest('hex').slice(0, 32);
        await writeFileAtomically(files, fileOf(id), contents);
        batches.set(id, { id, ...about, events: events.length, bytes: contents.length - head.length - 1 });
      }),
    list: () => [...batches.values()].toSorted((a, b) => a.receivedAtMicros - b.receivedAtMicros),
    read: async (id) => {
      if (!batches.has(id)) return undefined;
      const contents = await readFileIfPresent(files, fileOf(id));
      return contents?.subarray(contents.indexOf(0x0a) + 1);
    },
    remove: (id) =>
      mutex.run(async () => {
        if (!batches.has(id)) return;
        try {
          await files.unlink(fileOf(id));
        } catch (error) {
          if (errorCodeOf(error) !== 'ENOENT') throw error;
        }
        await files.syncDirectory(directory);
        batches.delete(id);
      }),
    isFull: (clusterId) => {
      const own = [...batches.values()].filter((batch) => batch.clusterId === clusterId);
      return own.length >= limits.batches || own.reduce((sum, { bytes }) => sum + bytes, 0) >= limits.bytes;
    },
  };
}

/** Forgets what was set aside of clusters that are not there any more. */
export async function forgetGone(
  quarantine: Pick<Quarantine, 'list' | 'remove'>,
  hasCluster: (clusterId: string) => Promise<boolean>,
): Promise<void> {
  for (const { id, clusterId } of quarantine.list()) if (!(await hasCluster(clusterId))) await quarantine.remove(id);
}

function headOf(contents: Buffer): Omit<QuarantinedBatch, 'id'> | undefined {
  const end = contents.indexOf(0x0a);
  if (end < 0) return undefined;
  try {
    const head = Head.safeParse(JSON.parse(contents.toString('utf8', 0, end)));
    if (!head.success) return undefined;
    const { version: _, ...about } = head.data;
    return { ...about, bytes: contents.length - end - 1 };
  } catch {
    return undefined;
  }
}
