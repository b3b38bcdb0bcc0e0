// The bytes of a record, little endian:
//    0  mark: 4 constant bytes, then the journal's id (8): nothing that a client sends can pass for a record
//   12  CRC-32 of the header from byte 16 on
//   16  position of the record, which is also its sequence number
//   24  payload's length          32  received at, microseconds    40  events before it
//   48  count of events           52  CRC-32 of the body           56  kind   57  flags
//   58  length of the cluster id  60  length of the tag            62  zero
//   64  body: cluster id, tag, payload
// The header vouches for the lengths, so a body that a crash cut off can be told from one that rots.
import { crc32 } from 'node:zlib';
import { AppError, invariant, said } from '../base/index.ts';
import type { JournalEntry, Position } from './types.ts';

export const markLength = 12;
export const headerLength = 64;
/** More than any body that the receiver takes; reading needs it in one buffer. */
const largestPayload = 2 ** 30;
const magic = Buffer.from('WDR1', 'latin1');

/** What a header says; what its body holds is known when the body's checksum was compared. */
export interface RecordHeader {
  readonly position: Position;
  readonly eventsBefore: number;
  readonly eventCount: number;
  readonly receivedAtMicros: number;
  readonly kind: number;
  readonly flags: number;
  readonly clusterLength: number;
  readonly tagLength: number;
  readonly bodyLength: number;
  readonly bodyChecksum: number;
}

/** The twelve bytes that every record of the journal with this id begins with. */
export function recordMark(id: string): Buffer {
  return Buffer.concat([magic, Buffer.from(id, 'hex')]);
}

/** An entry made ready to be written: everything but its place. */
export interface PreparedEntry {
  readonly entry: JournalEntry;
  readonly cluster: Buffer;
  readonly tag: Buffer;
  readonly payloadLength: number;
  readonly bodyChecksum: number;
  /** Bytes of the record. */
  readonly length: number;
}

/** Measures an entry and sums its body. Throws AppError `too-large` for a payload beyond 1 GiB. */
export function prepareEntry(entry: JournalEntry): PreparedEntry {
  const cluster = Buffer.from(entry.clusterId);
  const tag = Buffer.from(entry.tag);
  invariant(cluster.length <= 255 && tag.length <= 1024, 'the cluster id and the tag of a journal entry are short');
  let payloadLength = 0;
  for (const chunk of entry.payload) payloadLength += chunk.length;
  if (payloadLength > largestPayload)
    throw new AppError(
      'too-large',
      said`cannot keep a body of ${payloadLength} bytes: the journal takes ${largestPayload}`,
    );
  let bodyChecksum = crc32(tag, crc32(cluster));
  for (const chunk of entry.payload) bodyChecksum = crc32(chunk, bodyChecksum);
  const length = headerLength + cluster.length + tag.length + payloadLength;
  return { entry, cluster, tag, payloadLength, bodyChecksum, length };
}

/** The bytes before the payload, for a record at this place. */
export function encodeHead(
  mark: Uint8Array,
  { entry, cluster, tag, payloadLength, bodyChecksum }: PreparedEntry,
  position: Position,
  eventsBefore: number,
): Buffer {
  const head = Buffer.alloc(headerLength + cluster.length + tag.length);
  head.set(mark, 0);
  head.writeBigUInt64LE(BigInt(position), 16);
  head.writeBigUInt64LE(BigInt(payloadLength), 24);
  head.writeBigInt64LE(BigInt(entry.receivedAtMicros), 32);
  head.writeBigUInt64LE(BigInt(eventsBefore), 40);
  head.writeUInt32LE(entry.eventCount, 48);
  head.writeUInt32LE(bodyChecksum, 52);
  head.writeUInt8(entry.kind, 56);
  head.writeUInt8(entry.flags, 57);
  head.writeUInt16LE(cluster.length, 58);
  head.writeUInt16LE(tag.length, 60);
  head.writeUInt32LE(crc32(head.subarray(16, headerLength)), markLength);
  head.set(cluster, headerLength);
  head.set(tag, headerLength + cluster.length);
  return head;
}

/** Reads the header of a record that ought to be at this position. Gives the reason where there is none. */
export function decodeHeader(mark: Buffer, bytes: Buffer, position: Position): RecordHeader | string {
  if (bytes.length < headerLength) return 'the header is cut off';
  if (mark.compare(bytes, 0, markLength) !== 0) return 'no record begins here';
  if (crc32(bytes.subarray(16, headerLength)) !== bytes.readUInt32LE(markLength))
    return 'the checksum of the header differs';
  if (bytes.readBigUInt64LE(16) !== BigInt(position)) return 'the record belongs to another position';
  const clusterLength = bytes.readUInt16LE(58);
  const tagLength = bytes.readUInt16LE(60);
  return {
    position,
    receivedAtMicros: Number(bytes.readBigInt64LE(32)),
    eventsBefore: Number(bytes.readBigUInt64LE(40)),
    eventCount: bytes.readUInt32LE(48),
    bodyChecksum: bytes.readUInt32LE(52),
    kind: bytes.readUInt8(56),
    flags: bytes.readUInt8(57),
    clusterLength,
    tagLength,
    bodyLength: clusterLength + tagLength + Number(bytes.readBigUInt64LE(24)),
  };
}

/** Takes a whole body apart; undefined where its checksum differs. The payload shares the body's memory. */
export function decodeBody(
  { clusterLength, tagLength, bodyChecksum }: RecordHeader,
  body: Buffer,
): { readonly clusterId: string; readonly tag: string; readonly payload: Buffer } | undefined {
  if (crc32(body) !== bodyChecksum) return undefined;
  return {
    clusterId: body.toString('utf8', 0, clusterLength),
    tag: body.toString('utf8', clusterLength, clusterLength + tagLength),
    payload: body.subarray(clusterLength + tagLength),
  };
}
