import { invariant } from '../base/index.ts';
import { Scanner } from './json/scan.ts';

const nothing = new Uint8Array();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** What becomes of a member: its value as it is, another, or undefined where it is cut out. */
export type EditMember = (name: string, value: Uint8Array) => Uint8Array | undefined;

export interface EditedObject {
  /** The very bytes that came where nothing of it was changed. */
  readonly json: Uint8Array;
  /** Members that it has. */
  readonly kept: number;
}

/** Scanners that nobody uses: to make one takes longer than to edit an event. An edit within an edit needs one of its own. */
const idle: Scanner[] = [];

/** The object that JSON text holds with some of its members changed or cut out; all else stays as it came, byte for byte. */
export function editMembers(object: Uint8Array, edit: EditMember): EditedObject {
  const scanner = idle.pop() ?? new Scanner();
  const edited = editWith(scanner, object, edit);
  scanner.reset(nothing, 0);
  idle.push(scanner);
  return edited;
}

function editWith(scanner: Scanner, object: Uint8Array, edit: EditMember): EditedObject {
  scanner.reset(object, object.length);
  const start = scanner.skipBlanks(0);
  const pieces: Uint8Array[] = [];
  let isWhole = true;
  let kept = 0;
  let at = scanner.skipBlanks(start + 1);
  while (object[at] !== 0x7d) {
    const afterKey = scanner.skipString(at);
    const value = scanner.skipBlanks(scanner.skipBlanks(afterKey) + 1);
    const after = scanner.skipValue(value);
    invariant(afterKey > 0 && after > 0, 'a stored event is JSON');
    const given = object.subarray(value, after);
    const taken = edit(String(JSON.parse(decoder.decode(object.subarray(at, afterKey)))), given);
    if (taken) {
      if (kept > 0) pieces.push(comma);
      pieces.push(object.subarray(at, value), taken);
      kept += 1;
    }
    isWhole &&= taken === given || isSamePlace(taken, given);
    at = scanner.skipBlanks(after);
    if (object[at] === 0x2c) at = scanner.skipBlanks(at + 1);
  }
  return { json: isWhole ? object.subarray(start, at + 1) : joined([open, ...pieces, close]), kept };
}

/** An object with a member more, behind all others. It has none of that name. */
export function withMember({ json, kept }: EditedObject, name: string, value: Uint8Array): Uint8Array {
  const end = json.lastIndexOf(0x7d);
  const head = encoder.encode(`${kept > 0 ? ',' : ''}${JSON.stringify(name)}:`);
  return joined([json.subarray(0, end), head, value, close]);
}

/** Whether these are the bytes that came, and not others that are alike. */
function isSamePlace(taken: Uint8Array | undefined, given: Uint8Array): boolean {
  return (
    taken !== undefined &&
    taken.buffer === given.buffer &&
    taken.byteOffset === given.byteOffset &&
    taken.length === given.length
  );
}

const [open, comma, close] = [Uint8Array.of(0x7b), Uint8Array.of(0x2c), Uint8Array.of(0x7d)];

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
