import { AppError } from '../base/index.ts';
import { maxPieces, type Piece, splitBody, type UnreadableReason } from '../audit/index.ts';
import type { Journal, Position } from '../journal/index.ts';
import type { Clock } from '../platform/index.ts';
import type { DeadLetter, DeadLetterSink } from './dead-letters.ts';
import { importTag } from './import-tag.ts';
import { encodeFrames, framesKind } from './frames.ts';

/** What was made of a body. `received` counts all its events, the rejected ones too. */
export interface Receipt {
  readonly received: number;
  readonly rejected: number;
  /** Of the record that holds the rest; undefined where nothing is left. */
  readonly position: Position | undefined;
}

export interface ReceiverOptions {
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
   * (it is kept all the same), `too-large` when there are too many, `journal-full` when there is no room. `key` names the body for `importTag`.
   */
  accept(clusterId: string, body: Uint8Array, key?: string): Promise<Receipt>;
}

/** Makes the receiver. */
export function createReceiver({ journal, deadLetters, clock, onRejected }: ReceiverOptions): Receiver {
  let lastReceiptMicros = 0;

  /** Rises from body to body in the order of the journal: whoever reads on from one receipt misses none. */
  function nextReceiptMicros(): number {
    lastReceiptMicros = Math.max(clock.nowMicros(), lastReceiptMicros + 1);
    return lastReceiptMicros;
  }

  return {
    async accept(clusterId, body, key = '') {
      const receivedAtMicros = clock.nowMicros();
      const { pieces, rest } = splitBody(body);
      if (pieces.length > maxPieces)
        throw new AppError('too-large', `cannot read body: it has more than ${maxPieces} events`);
      const readable: Piece[] = [];
      const letters: DeadLetter[] = [];
      const bury = ({ from, to }: Piece, reason: UnreadableReason): void => {
        const detail = `at byte ${from} of the body`;
        letters.push({ clusterId, receivedAtMicros, reason, detail, bytes: body.subarray(from, to) });
      };
      for (const piece of pieces) {
        if (piece.reason) bury(piece, piece.reason);
        else readable.push(piece);
      }
      if (rest) bury(rest, 'not-json');
      // Before the journal: were they to find no room, nothing of the body is acknowledged, and it comes again.
      if (letters.length > 0) await deadLetters.add(letters);
      const position = readable.length === 0 ? undefined : await append(readable);
      if (letters.length > 0) onRejected(clusterId, letters.length);
      if (letters.length > 0 && position === undefined)
        throw new AppError('bad-request', `cannot read body: no event in it can be read (${letters[0]?.reason ?? ''})`);
      return { received: readable.length + letters.length, rejected: letters.length, position };

      function append(events: readonly Piece[]): Promise<Position> {
        return journal.append({
          clusterId,
          receivedAtMicros: nextReceiptMicros(),
          kind: framesKind,
          flags: 0,
          tag: importTag.write(key, letters.length),
          eventCount: events.length,
          payload: [encodeFrames(body, events)],
        });
      }
    },
  };
}
