import { splitBody, type UnreadableReason } from '../audit/index.ts';
import { recogniseFormat, sampleBytes } from '../formats/index.ts';
import type { Body } from './split-stream.ts';

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
}

const shownBytes = 200;
const decoder = new TextDecoder();

/** Finds out what the server rejected of a body, which it only counts: by the same reading. `rejected` is the server's count. */
export function rejectsOf({ bytes, line }: Body, rejected: number): readonly Rejects[] {
  const found = new Map<UnreadableReason, { count: number; from: number }>();
  let count = 0;
  for (const { from, reason } of splitBody(bytes).pieces) {
    if (!reason) continue;
    count += 1;
    const known = found.get(reason);
    if (known) known.count += 1;
    else found.set(reason, { count: 1, from });
  }
  const rejects: Rejects[] = [...found].map(([reason, { count: ofReason, from }]) => {
    return { reason, count: ofReason, first: placeOf(bytes, from, line) };
  });
  // What could be read and yet is not stored was refused behind the receiver.
  if (rejected > count) rejects.push({ reason: 'engine-refused', count: rejected - count, first: undefined });
  return rejects;
}

function placeOf(bytes: Uint8Array, from: number, bodyLine: number): RejectedPlace {
  let line = bodyLine;
  let lineFrom = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < from; at = bytes.indexOf(0x0a, at + 1)) {
    line += 1;
    lineFrom = at + 1;
  }
  const newline = bytes.indexOf(0x0a, from);
  const lineTo = newline < 0 ? bytes.length : newline;
  const whole = bytes.subarray(lineFrom, Math.min(lineTo, lineFrom + sampleBytes));
  // The head of the input says what the input is, where no line does.
  const looksLike = recogniseFormat(whole) ?? (bodyLine === 1 ? recogniseFormat(bytes) : undefined);
  const text = decoder.decode(bytes.subarray(from, Math.min(lineTo, from + shownBytes * 4)));
  return { line, text: [...text].slice(0, shownBytes).join(''), looksLike: looksLike?.title };
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
