import { createHash } from 'node:crypto';
import type { DeadLetters } from '../records/index.ts';

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

/** Where they go. Resolves when they are on disk. */
export interface DeadLetterSink {
  add(letters: readonly DeadLetter[]): Promise<void>;
}

/** Keeps dead letters among the records. The same bytes of a cluster are kept once, however often they are sent. */
export function createDeadLetterSink(letters: Pick<DeadLetters, 'add'>): DeadLetterSink {
  return {
    async add(added) {
      await letters.add(
        added.map(({ clusterId, receivedAtMicros, reason, detail, bytes }) => ({
          clusterId,
          receivedAtMicros,
          source: detail,
          reason,
          key: createHash('sha256').update(bytes).digest('hex'),
          bytes,
        })),
      );
    },
  };
}
