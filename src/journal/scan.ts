import { crc32 } from 'node:zlib';
import { decodeHeader, longestHeader, markLength, type RecordHeader } from './record.ts';
import type { Position } from './types.ts';
import type { Window } from './window.ts';

/** What stands at a place of a segment. */
export type Scanned =
  | { readonly kind: 'record'; readonly header: RecordHeader; readonly payload: Buffer; readonly next: Position }
  | {
      readonly kind: 'damage';
      readonly from: Position;
      readonly to: Position;
      readonly reason: string;
      readonly cut: boolean;
    };

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
 * records have the mark with the secret id, so bytes inside a payload cannot pass for one. `cut` says that the damage is
 * what a write that was not finished leaves: the file ends inside a record that begins well, or nothing but zeros follow.
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
  const offset = position - base;
  const head = await window.view(offset, Math.min(longestHeader, end - position));
  const header = decodeHeader(mark, head, position);
  if (typeof header === 'string') {
    const cut = head.length < longestHeader && mark.subarray(0, head.length).equals(head.subarray(0, markLength));
    return { kind: 'unread', reason: header, cut: cut && header === 'the header is cut off' };
  }
  const next = position + header.headerLength + header.payloadLength;
  if (next > end) return { kind: 'unread', reason: 'the payload is cut off', cut: true };
  const payload = await window.view(offset + header.headerLength, header.payloadLength);
  if (payload.length < header.payloadLength) return { kind: 'unread', reason: 'the payload is cut off', cut: true };
  if (crc32(payload) !== header.payloadChecksum)
    return { kind: 'unread', reason: 'the checksum of the payload differs', cut: false };
  return { kind: 'record', header, payload, next };
}

/** Where the next whole header is, from a position on; the end where there is none. */
async function findHeader({ mark, base, window }: Stretch, from: Position, end: Position): Promise<Position> {
  let at = from;
  while (at < end) {
    const bytes = await window.view(at - base, Math.min(searchStep, end - at));
    const hit = bytes.indexOf(mark);
    if (hit >= 0) {
      const head = await window.view(at - base + hit, Math.min(longestHeader, end - at - hit));
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
