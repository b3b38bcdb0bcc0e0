// The bytes of a record, little endian:
//    0  mark: 4 constant bytes, then the journal's id (8): nothing that a client sends can pass for a record
//   12  CRC-32 of the header from byte 16 to its end
//   16  position of the record, which is also its sequence number
//   24  payload's length          32  received at, microseconds    40  events before it
//   48  count of events           52  CRC-32 of the payload        56  kind   57  flags
//   58  length of the cluster id  60  length of the tag            62  zero
//   64  cluster id, tag, payload
import { crc32 } from 'node:zlib';
import { AppError, invariant } from '../base/index.ts';
import type { JournalEntry, Position } from './types.ts';

export const markLength = 12;
export const fixedHeaderLength = 64;
/** A tag's longest and a cluster id's longest, after the fixed part. */
export const longestHeader = fixedHeaderLength + 255 + 1024;
/** More than any body that the receiver takes; reading needs it in one buffer. */
const largestPayload = 2 ** 30;
const magic = Buffer.from('WDR1', 'latin1');

export interface RecordHeader extends Omit<JournalEntry, 'payload'> {
  readonly position: Position;
  readonly eventsBefore: number;
  readonly headerLength: number;
  readonly payloadLength: number;
  readonly payloadChecksum: number;
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
  readonly payloadChecksum: number;
  /** Bytes of the record. */
  readonly length: number;
}

/** Measures an entry and sums its payload. Throws AppError `too-large` for a payload beyond 1 GiB. */
export function prepareEntry(entry: JournalEntry): PreparedEntry {
  const cluster = Buffer.from(entry.clusterId);
  const tag = Buffer.from(entry.tag);
  invariant(cluster.length <= 255 && tag.length <= 1024, 'the cluster id and the tag of a journal entry are short');
  let payloadLength = 0;
  for (const chunk of entry.payload) payloadLength += chunk.length;
  if (payloadLength > largestPayload)
    throw new AppError(
      'too-large',
      `cannot keep a body of ${payloadLength} bytes: the journal takes ${largestPayload}`,
    );
  let payloadChecksum = 0;
  for (const chunk of entry.payload) payloadChecksum = crc32(chunk, payloadChecksum);
  const length = fixedHeaderLength + cluster.length + tag.length + payloadLength;
  return { entry, cluster, tag, payloadLength, payloadChecksum, length };
}

/** The bytes before the payload, for a record at this place. */
export function encodeHeader(
  mark: Uint8Array,
  { entry, cluster, tag, payloadLength, payloadChecksum }: PreparedEntry,
  position: Position,
  eventsBefore: number,
): Buffer {
  const header = Buffer.alloc(fixedHeaderLength + cluster.length + tag.length);
  header.set(mark, 0);
  header.writeBigUInt64LE(BigInt(position), 16);
  header.writeBigUInt64LE(BigInt(payloadLength), 24);
  header.writeBigInt64LE(BigInt(entry.receivedAtMicros), 32);
  header.writeBigUInt64LE(BigInt(eventsBefore), 40);
  header.writeUInt32LE(entry.eventCount, 48);
  header.writeUInt32LE(payloadChecksum, 52);
  header.writeUInt8(entry.kind, 56);
  header.writeUInt8(entry.flags, 57);
  header.writeUInt16LE(cluster.length, 58);
  header.writeUInt16LE(tag.length, 60);
  header.set(cluster, fixedHeaderLength);
  header.set(tag, fixedHeaderLength + cluster.length);
  header.writeUInt32LE(crc32(header.subarray(16)), markLength);
  return header;
}

/**
 * Reads the header of a record that ought to be at this position, from bytes that begin there (at least `longestHeader`
 * of them, if there are so many). Gives the reason where there is none.
 */
export function decodeHeader(mark: Buffer, bytes: Buffer, position: Position): RecordHeader | string {
  if (bytes.length < fixedHeaderLength) return 'the header is cut off';
  if (mark.compare(bytes, 0, markLength) !== 0) return 'no record begins here';
  const clusterLength = bytes.readUInt16LE(58);
  const tagLength = bytes.readUInt16LE(60);
  const headerLength = fixedHeaderLength + clusterLength + tagLength;
  if (headerLength > longestHeader) return 'the checksum of the header differs';
  if (bytes.length < headerLength) return 'the header is cut off';
  if (crc32(bytes.subarray(16, headerLength)) !== bytes.readUInt32LE(markLength))
    return 'the checksum of the header differs';
  if (bytes.readBigUInt64LE(16) !== BigInt(position)) return 'the record belongs to another position';
  return {
    position,
    payloadLength: Number(bytes.readBigUInt64LE(24)),
    receivedAtMicros: Number(bytes.readBigInt64LE(32)),
    eventsBefore: Number(bytes.readBigUInt64LE(40)),
    eventCount: bytes.readUInt32LE(48),
    payloadChecksum: bytes.readUInt32LE(52),
    kind: bytes.readUInt8(56),
    flags: bytes.readUInt8(57),
    clusterId: bytes.toString('utf8', fixedHeaderLength, fixedHeaderLength + clusterLength),
    tag: bytes.toString('utf8', fixedHeaderLength + clusterLength, headerLength),
    headerLength,
  };
}
