import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const headerSize = 32;
const frameHeaderSize = 24;
/** "WAL" and whether its checksums read big-endian words; see https://sqlite.org/walformat.html. */
const magic = 0x377f0682;

/**
 * Says whether a write-ahead log has lost what was committed into it. SQLite itself takes the first frame that is wrong for
 * the end, and forgets what stands behind it. What a crash leaves is no damage: a commit is on disk before the next one is begun,
 * so only the last one may be torn. A frame that is wrong while frames of a later commit are right has rotted since.
 */
export function isWalDamaged(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    return isDamaged((buffer, position) => readSync(descriptor, buffer, 0, buffer.length, position), {
      size: fstatSync(descriptor).size,
    });
  } finally {
    closeSync(descriptor);
  }
}

interface Checksum {
  readonly first: number;
  readonly second: number;
}

function isDamaged(read: (buffer: Buffer, position: number) => number, { size }: { readonly size: number }): boolean {
  const header = Buffer.alloc(headerSize);
  // Nothing is committed before the header is on disk.
  if (size < headerSize || read(header, 0) < headerSize || header.every((byte) => byte === 0)) return false;
  const isBigEndian = header.readUInt32BE(0) === magic + 1;
  const start = checksum(header.subarray(0, 24), { first: 0, second: 0 }, isBigEndian);
  if (!isBigEndian && header.readUInt32BE(0) !== magic) return true;
  if (!isSame(start, storedAt(header, 24))) return true;
  const frameSize = frameHeaderSize + header.readUInt32BE(8);
  const salts = header.subarray(16, 24);
  const frame = Buffer.alloc(frameSize);
  let before = start;
  let isWrong = false;
  let isCommitted = false;
  for (let position = headerSize; position + frameSize <= size; position += frameSize) {
    read(frame, position);
    const isOfLog = frame.subarray(8, 16).equals(salts);
    const sum = checksum(
      frame.subarray(frameHeaderSize),
      checksum(frame.subarray(0, 8), before, isBigEndian),
      isBigEndian,
    );
    before = storedAt(frame, 16);
    const isRight = isOfLog && isSame(sum, before);
    if (isRight && isCommitted) return true;
    if (!isRight) isWrong = true;
    // The size of the database stands in the last frame of a commit.
    if (isWrong && isOfLog && frame.readUInt32BE(4) !== 0) isCommitted = true;
  }
  return false;
}

function storedAt(bytes: Buffer, at: number): Checksum {
  return { first: bytes.readUInt32BE(at), second: bytes.readUInt32BE(at + 4) };
}

function isSame(one: Checksum, other: Checksum): boolean {
  return one.first === other.first && one.second === other.second;
}

function checksum(bytes: Buffer, from: Checksum, isBigEndian: boolean): Checksum {
  let { first, second } = from;
  for (let at = 0; at < bytes.length; at += 8) {
    const [one, two] = isBigEndian
      ? [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
      : [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    first = (first + one + second) >>> 0;
    second = (second + two + first) >>> 0;
  }
  return { first, second };
}
