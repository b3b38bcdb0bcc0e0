import { type Piece, splitBody, type UnreadableReason } from '../audit/index.ts';
import { recogniseFormat, sampleBytes } from '../formats/index.ts';
import { type Body, lineAt } from './split-stream.ts';

/** What is not stored of an input, for one reason. */
export interface Rejects {
  readonly reason: UnreadableReason | 'engine-refused';
  readonly count: number;
  /** The first of them. */
  readonly first: RejectedPlace | undefined;
}

export interface RejectedPlace {
  /** The line of the input on which it begins, from 1. */
  readonly line: number;
  /** The beginning of it, as it came; control characters too. */
  readonly text: string;
  /** What the line, or the input, looks like. */
  readonly looksLike: string | undefined;
  /** What the wrapper is called in which it stood, if it stood in one. */
  readonly within: string | undefined;
}

const shownBytes = 200;
const decoder = new TextDecoder();

/** Finds out what the server rejected of a body, which it only counts: by the same reading. `rejected` is the server's count. */
export function rejectsOf(body: Body, rejected: number): readonly Rejects[] {
  const { bytes } = body;
  const found = new Map<UnreadableReason, { count: number; first: Piece }>();
  let count = 0;
  for (const piece of splitBody(bytes).pieces) {
    const { reason } = piece;
    if (!reason) continue;
    count += 1;
    const known = found.get(reason);
    if (known) known.count += 1;
    else found.set(reason, { count: 1, first: piece });
  }
  const rejects: Rejects[] = [...found].map(([reason, { count: ofReason, first }]) => {
    return { reason, count: ofReason, first: placeOf(body, first) };
  });
  // What could be read and yet is not stored was refused behind the receiver.
  if (rejected > count) rejects.push({ reason: 'engine-refused', count: rejected - count, first: undefined });
  return rejects;
}

function placeOf({ bytes, places }: Body, { from, to }: Piece): RejectedPlace {
  const place = places.findLast(({ at }) => at <= from) ?? { at: 0, line: 1, within: undefined };
  const line = lineAt(bytes, place, from);
  const lineFrom = bytes.subarray(0, from).lastIndexOf(0x0a) + 1;
  const newline = bytes.indexOf(0x0a, from);
  const lineTo = newline < 0 ? bytes.length : newline;
  const whole = bytes.subarray(lineFrom, Math.min(Math.max(lineTo, to), lineFrom + sampleBytes));
  // The head of the input says what the input is, where no line does.
  const looksLike = recogniseFormat(whole) ?? (places[0]?.line === 1 ? recogniseFormat(bytes) : undefined);
  const text = decoder.decode(bytes.subarray(from, Math.min(lineTo, from + shownBytes * 4)));
  return { line, text: [...text].slice(0, shownBytes).join(''), looksLike: looksLike?.title, within: place.within };
}

/** Adds up what was rejected of one input, in any order: of each reason the first place stays. */
export function addRejects(sum: readonly Rejects[], more: readonly Rejects[]): readonly Rejects[] {
  const byReason = new Map(sum.map((one) => [one.reason, one]));
  for (const one of more) {
    const known = byReason.get(one.reason);
    const isEarlier = (one.first?.line ?? Infinity) < (known?.first?.line ?? Infinity);
    const first = isEarlier ? one.first : known?.first;
    byReason.set(one.reason, known ? { ...known, first, count: known.count + one.count } : one);
  }
  return [...byReason.values()];
}
