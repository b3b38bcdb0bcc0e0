import { maxPieces, type Piece, type ReadEvent, splitBody, type UnreadableReason } from '../audit/index.ts';
import type { BodyTraits } from './body-traits.ts';
import { type EncodedEvents, EventEncoder, type Origin } from './event-encoder.ts';
import { encodeFrames } from './frames.ts';
import { pieceRedaction, redactPieces } from './redact-body.ts';

/** A stretch of a body in which no event can be read. */
export interface UnreadablePiece extends Piece {
  readonly reason: UnreadableReason;
}

/** What a body was taken apart into. */
export interface ReadBody {
  /** The body where something in it cannot be read; else nothing of it is kept. */
  readonly body: Uint8Array | undefined;
  /** The events that can be read, as `encodeFrames` puts them, and how many they are. */
  readonly frames: Buffer;
  readonly events: number;
  readonly unreadable: readonly UnreadablePiece[];
  /** The same events as a block, of a body that is whole and usual. */
  readonly encoding: EncodedEvents | undefined;
  /** What its events tell of who sent them, as far as they were read here; undefined without an origin. */
  readonly traits: BodyTraits | undefined;
}

/** Reads bodies one after the other. */
export interface BodyReader {
  /**
   * Takes a body apart, and with an origin reads the events of one that is whole and usual as well; `undefined` where it has more parts
   * than is taken. Answers in the order of the calls, those with an origin and those without each in theirs. The body is the reader's
   * from then on: nobody else may use it. `redaction` says what is taken out of the events, as `IngestRedaction` has it in JSON; empty:
   * nothing.
   */
  read(body: Uint8Array, origin: Origin | undefined, redaction?: string): Promise<ReadBody | undefined>;
}

/** Of larger bodies the indexer reads the events: they take longer than those behind them should wait. */
export const maxEncodedBytes = 16 << 20;

/** Reads bodies in the thread that asks. */
export function createBodyReader(): BodyReader {
  const encoder = new EventEncoder();
  return {
    read: async (body, origin, redaction = '') =>
      redaction === '' ? readBody(encoder, body, origin) : readRedacted(encoder, body, origin, redaction),
  };
}

/** Reads one body. The encoder is for one body after another. */
export function readBody(encoder: EventEncoder, body: Uint8Array, origin: Origin | undefined): ReadBody | undefined {
  encoder.reset();
  const readEvent: ReadEvent | undefined = origin && ((at) => encoder.readNext(body, at, origin));
  const { pieces } = splitBody(body, readEvent);
  if (pieces.length > maxPieces) return undefined;
  const { readable, unreadable } = sorted(pieces);
  const isRead = origin !== undefined && unreadable.length === 0 && encoder.events === readable.length;
  return {
    body: unreadable.length > 0 ? body : undefined,
    frames: encodeFrames(body, readable),
    events: readable.length,
    unreadable,
    encoding: isRead ? encoder.finish() : undefined,
    traits: origin && encoder.events > 0 ? encoder.traits() : undefined,
  };
}

/** Reads one body of which something is taken out before anything of it is kept. What cannot be read stays as it came. */
export function readRedacted(
  encoder: EventEncoder,
  body: Uint8Array,
  origin: Origin | undefined,
  redaction: string,
): ReadBody | undefined {
  encoder.reset();
  const { pieces } = splitBody(body);
  if (pieces.length > maxPieces) return undefined;
  const { readable, unreadable } = sorted(pieces);
  const redacted = redactPieces(body, readable, pieceRedaction(redaction));
  const isRead =
    origin !== undefined && redacted.pieces.every(({ from, to }) => !encoder.read(redacted.body, from, to, origin));
  return {
    body: unreadable.length > 0 ? body : undefined,
    frames: encodeFrames(redacted.body, redacted.pieces),
    events: readable.length,
    unreadable,
    encoding: isRead && unreadable.length === 0 ? encoder.finish() : undefined,
    traits: origin && encoder.events > 0 ? encoder.traits() : undefined,
  };
}

function sorted(pieces: ReturnType<typeof splitBody>['pieces']): {
  readonly readable: readonly Piece[];
  readonly unreadable: readonly UnreadablePiece[];
} {
  const readable: Piece[] = [];
  const unreadable: UnreadablePiece[] = [];
  for (const { from, to, reason } of pieces) {
    if (reason) unreadable.push({ from, to, reason });
    else readable.push({ from, to });
  }
  return { readable, unreadable };
}
