import { AppError } from '../base/index.ts';
import { maxPieces, type Piece, type ReadEvent, splitBody, type UnreadableReason } from '../audit/index.ts';
import type { Journal, Position } from '../journal/index.ts';
import type { Clock } from '../platform/index.ts';
import type { DeadLetter, DeadLetterSink } from './dead-letters.ts';
import { EventEncoder, keepEncoding, type Origin } from './event-encoder.ts';
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

/** Larger bodies are read when their turn in the journal comes: nobody is kept waiting for one by those behind it. */
const maxEncodedBytes = 16 << 20;

/** Makes the receiver. */
export function createReceiver({ journal, deadLetters, clock, onRejected }: ReceiverOptions): Receiver {
  const encoder = new EventEncoder();
  let lastReceiptMicros = 0;

  /** Rises from body to body in the order of the journal: whoever reads on from one receipt misses none. */
  function nextReceiptMicros(): number {
    lastReceiptMicros = Math.max(clock.nowMicros(), lastReceiptMicros + 1);
    return lastReceiptMicros;
  }

  /** Takes a body apart; of one that is whole and usual the events are read as well. */
  function readBody(body: Uint8Array, origin: Origin) {
    encoder.reset();
    const readEvent: ReadEvent = (at) => encoder.readNext(body, at, origin);
    const { pieces, rest } = splitBody(body, body.length > maxEncodedBytes ? undefined : readEvent);
    if (pieces.length > maxPieces)
      throw new AppError('too-large', `cannot read body: it has more than ${maxPieces} events`);
    const readable: Piece[] = [];
    const letters: DeadLetter[] = [];
    const bury = ({ from, to }: Piece, reason: UnreadableReason): void => {
      const detail = `at byte ${from} of the body`;
      letters.push({ ...origin, reason, detail, bytes: body.subarray(from, to) });
    };
    for (const piece of pieces) {
      if (piece.reason) bury(piece, piece.reason);
      else readable.push(piece);
    }
    if (rest) bury(rest, 'not-json');
    const isRead = letters.length === 0 && encoder.events === readable.length;
    return { readable, letters, encoding: isRead ? encoder.finish() : undefined };
  }

  return {
    async accept(clusterId, body, key = '') {
      const receivedAtMicros = nextReceiptMicros();
      const { readable, letters, encoding } = readBody(body, { clusterId, receivedAtMicros });
      // Before the journal: were they to find no room, nothing of the body is acknowledged, and it comes again.
      if (letters.length > 0) await deadLetters.add(letters);
      const position = readable.length === 0 ? undefined : await append();
      if (letters.length > 0) onRejected(clusterId, letters.length);
      if (letters.length > 0 && position === undefined)
        throw new AppError('bad-request', `cannot read body: no event in it can be read (${letters[0]?.reason ?? ''})`);
      return { received: readable.length + letters.length, rejected: letters.length, position };

      function append(): Promise<Position> {
        const payload = encodeFrames(body, readable);
        if (encoding) keepEncoding(payload, encoding);
        return journal.append({
          clusterId,
          // What came in while dead letters were written has its receipt and its place already.
          receivedAtMicros: letters.length > 0 ? nextReceiptMicros() : receivedAtMicros,
          kind: framesKind,
          flags: 0,
          tag: importTag.write(key, letters.length),
          eventCount: readable.length,
          payload: [payload],
        });
      }
    },
  };
}
