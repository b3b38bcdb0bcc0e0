import { maxPieces, type Piece, type ReadEvent, splitBody, type UnreadableReason } from '../audit/index.ts';
import type { BodyTraits } from './body-traits.ts';
import type { EncodedEvents, EventEncoder, Origin } from './event-encoder.ts';
import { encodeFrames } from './frames.ts';

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

/** What can be read of a body, and what cannot. */
export function sorted(pieces: ReturnType<typeof splitBody>['pieces']): {
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
