import { Scanner, trait } from './json/scan.ts';

/**
 * An event that came in a wrapper, beside what the wrapper tells: `{"wrapper":{…},"event":{…}}`, these two members in this order and
 * no other. The event's bytes stand in it as they were before they were wrapped.
 */
const encoder = new TextEncoder();
const head = encoder.encode('{"wrapper":{');
const opening = encoder.encode('{"wrapper":');
const middle = encoder.encode(',"event":');
const eventKey = encoder.encode('"event"');

/** Puts an event beside what its wrapper tells, which is the JSON text of an object. A line of its own. */
export function writeEnvelope(wrapper: Uint8Array, event: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(opening.length + wrapper.length + middle.length + event.length + 2);
  bytes.set(opening);
  bytes.set(wrapper, opening.length);
  bytes.set(middle, opening.length + wrapper.length);
  bytes.set(event, bytes.length - 2 - event.length);
  bytes[bytes.length - 2] = 0x7d;
  bytes[bytes.length - 1] = 0x0a;
  return bytes;
}

/** Whether an envelope may begin here: it is written without blanks. */
export function beginsAsEnvelope(bytes: Uint8Array, at: number): boolean {
  return startsWith(bytes, at, head);
}

export interface OpenedEnvelope {
  readonly wrapperFrom: number;
  readonly wrapperTo: number;
  /** Whether what the wrapper tells is written as the columns hold JSON. */
  readonly isCanonical: boolean;
  readonly eventFrom: number;
}

/** Where the two members of the envelope that begins at `at` stand, the event as far as its first byte; undefined where there is none. */
export function openEnvelope(scanner: Scanner, at: number): OpenedEnvelope | undefined {
  const { bytes } = scanner;
  if (!beginsAsEnvelope(bytes, at)) return undefined;
  const wrapperFrom = at + opening.length;
  scanner.traits = 0;
  const wrapperTo = scanner.skipValue(wrapperFrom);
  if (wrapperTo < 0) return undefined;
  const isCanonical = (scanner.traits & (trait.html | trait.irregular)) === 0;
  const comma = scanner.skipBlanks(wrapperTo);
  const key = scanner.skipBlanks(comma + 1);
  if (bytes[comma] !== 0x2c || !startsWith(bytes, key, eventKey)) return undefined;
  const colon = scanner.skipBlanks(key + eventKey.length);
  const eventFrom = scanner.skipBlanks(colon + 1);
  if (bytes[colon] !== 0x3a || bytes[eventFrom] !== 0x7b || eventFrom >= scanner.end) return undefined;
  return { wrapperFrom, wrapperTo, isCanonical, eventFrom };
}

/** The offset after the envelope whose event ends at an offset; -1 where it does not end there. */
export function closeEnvelope(scanner: Scanner, eventTo: number): number {
  const brace = scanner.skipBlanks(eventTo);
  return brace < scanner.end && scanner.bytes[brace] === 0x7d ? brace + 1 : -1;
}

/** The event of a piece of a body: out of its envelope, or as it is. */
export function eventIn(piece: Uint8Array): Uint8Array {
  const scanner = new Scanner();
  scanner.reset(piece, piece.length);
  const opened = openEnvelope(scanner, 0);
  const eventTo = opened ? scanner.skipValue(opened.eventFrom) : -1;
  return opened && eventTo >= 0 && closeEnvelope(scanner, eventTo) === piece.length
    ? piece.subarray(opened.eventFrom, eventTo)
    : piece;
}

/** Whether the bytes at an offset are these. */
export function startsWith(bytes: Uint8Array, at: number, prefix: Uint8Array): boolean {
  for (let index = 0; index < prefix.length; index += 1) if (bytes[at + index] !== prefix[index]) return false;
  return true;
}
