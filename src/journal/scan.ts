import { decodeBody, decodeHeader, headerLength, markLength } from './record.ts';
import type { JournalRecord, Position } from './types.ts';
import type { Window } from './window.ts';

/** A stretch that cannot be read. */
export interface Damage {
  readonly kind: 'damage';
  readonly from: Position;
  readonly to: Position;
  readonly reason: string;
  /** It is what a write that was not finished leaves: it reaches to the end, and ends inside a record or is all zeros. */
  readonly cut: boolean;
}

/** What stands at a place of a segment. */
export type Scanned = { readonly kind: 'record'; readonly record: JournalRecord } | Damage;

/** The bytes of one segment that are looked at. */
export interface Stretch {
  readonly mark: Buffer;
  /** The position of the window's first byte. */
  readonly base: Position;
  readonly window: Window;
}

const searchStep = 2 ** 20;

/**
 * Reads what stands at a position. Damage reaches to the next header that is whole and stands where it says: only our own
 * records have the mark with the secret id, so bytes inside a payload cannot pass for one.
 */
export async function scanAt(stretch: Stretch, position: Position, end: Position): Promise<Scanned> {
  const found = await readRecord(stretch, position, end);
  if (found.kind === 'record') return found;
  const to = await findHeader(stretch, position + 1, end);
  const isTail = to === end;
  const cut = isTail && (found.cut || (await isZero(stretch, position, end)));
  return { kind: 'damage', from: position, to, reason: found.reason, cut };
}

type Unread = { readonly kind: 'unread'; readonly reason: string; readonly cut: boolean };

async function readRecord(
  { mark, base, window }: Stretch,
  position: Position,
  end: Position,
): Promise<Extract<Scanned, { kind: 'record' }> | Unread> {
  const bodyAt = position - base + headerLength;
  const head = await window.view(position - base, Math.min(headerLength, end - position));
  const header = decodeHeader(mark, head, position);
  if (typeof header === 'string') {
    const isBeginning = mark.subarray(0, head.length).equals(head.subarray(0, markLength));
    return { kind: 'unread', reason: header, cut: isBeginning && head.length < headerLength };
  }
  const next = position + headerLength + header.bodyLength;
  if (next > end) return { kind: 'unread', reason: 'the body is cut off', cut: true };
  const bytes = await window.view(bodyAt, header.bodyLength);
  if (bytes.length < header.bodyLength) return { kind: 'unread', reason: 'the body is cut off', cut: true };
  const body = decodeBody(header, bytes);
  if (body === undefined) return { kind: 'unread', reason: 'the checksum of the body differs', cut: false };
  const { eventsBefore, eventCount, receivedAtMicros, kind, flags } = header;
  return {
    kind: 'record',
    record: { position, next, eventsBefore, eventCount, receivedAtMicros, kind, flags, ...body },
  };
}

/** Where the next whole header is, from a position on; the end where there is none. */
async function findHeader({ mark, base, window }: Stretch, from: Position, end: Position): Promise<Position> {
  let at = from;
  while (at < end) {
    const bytes = await window.view(at - base, Math.min(searchStep, end - at));
    const hit = bytes.indexOf(mark);
    if (hit >= 0) {
      const head = await window.view(at - base + hit, Math.min(headerLength, end - at - hit));
      if (typeof decodeHeader(mark, head, at + hit) !== 'string') return at + hit;
      at += hit + 1;
    } else if (bytes.length < markLength || at + bytes.length >= end) return end;
    else at += bytes.length - markLength + 1;
  }
  return end;
}

async function isZero({ base, window }: Stretch, from: Position, end: Position): Promise<boolean> {
  for (let at = from; at < end;) {
    const bytes = await window.view(at - base, Math.min(searchStep, end - at));
    if (bytes.length === 0) return true;
    if (bytes.some((byte) => byte !== 0)) return false;
    at += bytes.length;
  }
  return true;
}
