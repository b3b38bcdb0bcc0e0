import { invariant } from '../base/index.ts';
import type { Piece } from '../audit/index.ts';

/** The word of this format in the journal's records: events as received, each with its length before it. */
export const framesKind = 1;

/** Puts events one behind the other, each as four bytes of length (little-endian) and its bytes as received. In memory of its own. */
export function encodeFrames(body: Uint8Array, pieces: readonly Piece[]): Buffer {
  const source = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let size = 0;
  for (const { from, to } of pieces) size += 4 + to - from;
  const frames = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const { from, to } of pieces) {
    frames.writeUInt32LE(to - from, at);
    source.copy(frames, at + 4, from, to);
    at += 4 + to - from;
  }
  return frames;
}

/** Walks over the events of a payload that `encodeFrames` made. */
export function* framesOf(payload: Buffer): Generator<Piece, void, undefined> {
  let at = 0;
  while (at < payload.length) {
    const size = payload.readUInt32LE(at);
    invariant(at + 4 + size <= payload.length, 'a frame reaches beyond its record');
    yield { from: at + 4, to: at + 4 + size };
    at += 4 + size;
  }
}
