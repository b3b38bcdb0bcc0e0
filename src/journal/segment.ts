// A segment is a file named after the position that its first byte has. It holds what lies between that and the name of the
// next segment; bytes beyond belong to nobody: a segment whose sync failed is left as it is and the next one begins where
// the last acknowledged record ends.
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { FileLayer, OpenFile } from '../platform/index.ts';
import type { Position } from './types.ts';

/** Bytes at the beginning of a segment: 8 constant, journal id (8), base (8), CRC-32 of these, 4 zero. */
export const segmentHeaderLength = 32;
const magic = Buffer.from('WDSEG1\r\n', 'latin1');
const namePattern = /^([0-9a-f]{14})\.wal$/;

export interface Segment {
  readonly path: string;
  readonly base: Position;
}

/** The path of the segment that begins at this position. */
function segmentPath(directory: string, base: Position): string {
  return path.join(directory, `${base.toString(16).padStart(14, '0')}.wal`);
}

/** The segments of a directory, oldest first. */
export async function listSegments(files: FileLayer, directory: string): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const name of await files.list(directory)) {
    const match = namePattern.exec(name);
    if (match?.[1] !== undefined)
      segments.push({ path: path.join(directory, name), base: Number.parseInt(match[1], 16) });
  }
  return segments.toSorted((a, b) => a.base - b.base);
}

/** Makes a segment with nothing but its header in it. Neither the file nor its name is on disk yet. */
export async function createSegment(
  files: FileLayer,
  directory: string,
  id: string,
  base: Position,
): Promise<{ segment: Segment; file: OpenFile }> {
  const segment = { path: segmentPath(directory, base), base };
  const file = await files.open(segment.path, 'create');
  try {
    await file.write([encodeSegmentHeader(id, base)], 0);
  } catch (error) {
    await file.close();
    throw error;
  }
  return { segment, file };
}

function encodeSegmentHeader(id: string, base: Position): Buffer {
  const header = Buffer.alloc(segmentHeaderLength);
  magic.copy(header, 0);
  header.write(id, 8, 'hex');
  header.writeBigUInt64LE(BigInt(base), 16);
  header.writeUInt32LE(crc32(header.subarray(0, 24)), 24);
  return header;
}

/** The journal id that a segment's header names, or undefined where the header is damaged. */
export async function readSegmentId(files: FileLayer, segment: Segment): Promise<string | undefined> {
  const file = await files.open(segment.path, 'read');
  try {
    const header = Buffer.alloc(segmentHeaderLength);
    await file.read(header, 0);
    const isWhole = magic.equals(header.subarray(0, 8)) && crc32(header.subarray(0, 24)) === header.readUInt32LE(24);
    return isWhole ? header.toString('hex', 8, 16) : undefined;
  } finally {
    await file.close();
  }
}
