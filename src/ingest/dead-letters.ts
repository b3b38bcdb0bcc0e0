import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError, said } from '../base/index.ts';
import type { DeadLetters } from '../records/index.ts';
import type { Quarantine } from './quarantine.ts';

/** Why an event is not in the store. */
export type DeadLetterReason =
  | 'not-json'
  | 'not-an-object'
  | 'not-an-event'
  | 'no-audit-id'
  | 'engine-refused'
  | 'journal-corrupt';

/** An event that could not be stored, with its bytes as received. */
export interface DeadLetter {
  readonly clusterId: string;
  readonly receivedAtMicros: number;
  readonly reason: DeadLetterReason;
  readonly detail: string;
  readonly bytes: Uint8Array;
}

/** Where they go. */
export interface DeadLetterSink {
  /** Resolves when all are on disk; rejects with AppError `journal-full` when there is no room for one: none is thrown away. */
  add(rejects: readonly DeadLetter[]): Promise<void>;
}

/** Sets aside what the dead letters have no room for: the indexer, whose events are acknowledged, can refuse nothing. */
export function createOverflowingSink(sink: DeadLetterSink, quarantine: Pick<Quarantine, 'keep'>): DeadLetterSink {
  return {
    async add(rejects) {
      if (await hasRoom(sink, rejects)) return;
      // Some of them had room: those are not set aside as well.
      for (const reject of rejects) {
        const { clusterId, receivedAtMicros, reason, bytes } = reject;
        if (await hasRoom(sink, [reject])) continue;
        await quarantine.keep({ clusterId, receivedAtMicros, reason, events: [bytes] });
      }
    },
  };
}

/** Adds rejects; false where one of them has no room. */
async function hasRoom(sink: DeadLetterSink, rejects: readonly DeadLetter[]): Promise<boolean> {
  try {
    await sink.add(rejects);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'journal-full') return false;
    throw error;
  }
}

/** What takes about a millisecond to hash. */
const largeBytes = 1 << 20;

/** Keeps dead letters among the records. The same bytes of a cluster are kept once, however often they are sent. */
export function createDeadLetterSink(rejects: Pick<DeadLetters, 'add'>): DeadLetterSink {
  return {
    async add(added) {
      const letters = [];
      for (const { clusterId, receivedAtMicros, reason, detail, bytes } of added) {
        const key = createHash('sha256').update(bytes).digest('hex');
        letters.push({ clusterId, receivedAtMicros, reason, detail, key, bytes });
        // A body may hold 256 MiB of what cannot be read; others are answered meanwhile.
        if (bytes.length >= largeBytes) await nextTurn();
      }
      const { dropped } = await rejects.add(letters);
      if (dropped > 0)
        throw new AppError(
          'journal-full',
          said`cannot keep ${dropped} dead letters: those of the cluster have no more room`,
        );
    },
  };
}
