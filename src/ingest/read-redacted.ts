import { maxPieces, splitBody } from '../audit/index.ts';
import type { EventEncoder, Origin } from './event-encoder.ts';
import { encodeFrames } from './frames.ts';
import { type ReadBody, sorted } from './read-body.ts';
import { pieceRedaction, redactPieces } from './redact-body.ts';

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
