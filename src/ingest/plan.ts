import type { Position } from '../journal/index.ts';

/** What was decided of a batch, kept in the journal until it is applied, so that the numbers are decided once. */
export interface Plan {
  readonly from: Position;
  readonly next: Position;
  /** One of `outcome` for each event of the batch. */
  readonly outcomes: Uint8Array;
}

/** Version, from and next (doubles), then an outcome a byte. */
const headBytes = 17;
const version = 1;

export function encodePlan({ from, next, outcomes }: Plan): Uint8Array {
  const bytes = new Uint8Array(headBytes + outcomes.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, version);
  view.setFloat64(1, from);
  view.setFloat64(9, next);
  bytes.set(outcomes, headBytes);
  return bytes;
}

/** Undefined for a plan of a version that this one does not know: the batch is then decided anew. */
export function decodePlan(bytes: Uint8Array): Plan | undefined {
  if (bytes.length < headBytes || bytes[0] !== version) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { from: view.getFloat64(1), next: view.getFloat64(9), outcomes: bytes.slice(headBytes) };
}
