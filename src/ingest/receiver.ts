import { AppError, createMutex } from '../base/index.ts';
import { maxPieces } from '../audit/index.ts';
import type { Journal, Position } from '../journal/index.ts';
import type { Clock } from '../platform/index.ts';
import type { DeadLetter, DeadLetterSink } from './dead-letters.ts';
import type { BodyReader, ReadBody } from './body-reader.ts';
import { keepEncoding, type Origin } from './event-encoder.ts';
import { importTag } from './import-tag.ts';
import { framesKind } from './frames.ts';

/** What was made of a body. `received` counts all its events, the rejected ones too. */
export interface Receipt {
  readonly received: number;
  readonly rejected: number;
  /** Of the record that holds the rest; undefined where nothing is left. */
  readonly position: Position | undefined;
}

export interface ReceiverOptions {
  readonly reader: BodyReader;
  readonly journal: Pick<Journal, 'append'>;
  readonly deadLetters: DeadLetterSink;
  readonly clock: Clock;
  /** Told of the number of events that could not be read. */
  readonly onRejected: (clusterId: string, count: number) => void;
}

/** The way from a body to the journal. */
export interface Receiver {
  /**
   * Takes a body and resolves after everything in it is on disk: events in the journal, what cannot be read among the
   * dead letters. Rejects with AppError: `bad-request` when there is something in the body and no event in it can be read
   * (it is kept all the same), `too-large` when there are too many, `journal-full` when there is no room. `key` names the body for `importTag`. The body is the receiver's
   * from then on: nobody else may use it.
   */
  accept(clusterId: string, body: Uint8Array, key?: string): Promise<Receipt>;
}

/** Makes the receiver. */
export function createReceiver({ reader, journal, deadLetters, clock, onRejected }: ReceiverOptions): Receiver {
  let lastReceiptMicros = 0;
  /** Held from a body's receipt until it has its place in the journal, or has failed. */
  const order = createMutex();

  /** Rises from body to body in the order of the journal: whoever reads on from one receipt misses none. */
  function nextReceiptMicros(): number {
    lastReceiptMicros = Math.max(clock.nowMicros(), lastReceiptMicros + 1);
    return lastReceiptMicros;
  }

  return {
    async accept(clusterId, body, key = '') {
      const receivedAtMicros = nextReceiptMicros();
      const before = order.acquire();
      const origin = { clusterId, receivedAtMicros };
      let appended: Promise<Position> | undefined;
      let receipt: Omit<Receipt, 'position'>;
      let rejects: readonly DeadLetter[];
      try {
        const read = await reader.read(body, origin);
        if (!read) throw new AppError('too-large', `cannot read body: it has more than ${maxPieces} events`);
        rejects = rejectsOf(read, origin);
        // Before the journal: were they to find no room, nothing of the body is acknowledged, and it comes again.
        if (rejects.length > 0) await deadLetters.add(rejects);
        receipt = { received: read.events + rejects.length, rejected: rejects.length };
        await before;
        if (read.events > 0) appended = append(origin, read, importTag.write(key, rejects.length));
      } finally {
        void before.then((letNextGo) => letNextGo());
      }
      const position = await appended;
      if (rejects.length > 0) onRejected(clusterId, rejects.length);
      if (rejects.length > 0 && position === undefined)
        throw new AppError('bad-request', `cannot read body: no event in it can be read (${rejects[0]?.reason ?? ''})`);
      return { ...receipt, position };
    },
  };

  function append({ clusterId, receivedAtMicros }: Origin, read: ReadBody, tag: string): Promise<Position> {
    const { frames, events, encoding } = read;
    if (encoding) keepEncoding(frames, encoding);
    const record = { clusterId, receivedAtMicros, kind: framesKind, flags: 0, tag, eventCount: events };
    return journal.append({ ...record, payload: [frames] });
  }
}

function rejectsOf({ body, unreadable }: ReadBody, origin: Origin): readonly DeadLetter[] {
  if (!body) return [];
  return unreadable.map(({ from, to, reason }) => {
    return { ...origin, reason, detail: `at byte ${from} of the body`, bytes: body.subarray(from, to) };
  });
}
