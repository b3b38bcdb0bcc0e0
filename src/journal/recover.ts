import { randomBytes } from 'node:crypto';
import type { FileLayer } from '../platform/index.ts';
import type { Quarantine } from './quarantine.ts';
import { recordMark } from './record.ts';
import { scanAt, type Damage } from './scan.ts';
import { listSegments, readSegmentId, segmentHeaderLength, type Segment } from './segment.ts';
import { readState, statePath, writeState, type JournalState } from './state-file.ts';
import type { Corruption, JournalRecord, Position } from './types.ts';
import { createWindow } from './window.ts';

/** What the directory says when a journal is opened. */
export interface Recovered {
  readonly state: JournalState;
  readonly segments: readonly Segment[];
  /** Nothing told how many events came before the checkpoint. */
  readonly isStateLost: boolean;
}

/** Reads the state and the names of the segments. A journal whose state is lost begins again at its oldest segment. */
export async function recoverState(
  files: FileLayer,
  directory: string,
  onCorrupt: (corruption: Corruption) => void,
): Promise<Recovered> {
  const segments = await listSegments(files, directory);
  const found = await readState(files, directory);
  if (found !== undefined && found !== 'damaged') return { state: found, segments, isStateLost: false };
  const checkpoint = segments[0]?.base ?? 0;
  if (found === 'damaged')
    onCorrupt({
      from: checkpoint,
      to: checkpoint,
      reason: 'the checkpoint is damaged',
      quarantine: statePath(directory),
    });
  const id = (await findId(files, segments)) ?? randomBytes(8).toString('hex');
  const state = { id, checkpoint, events: 0, lastReceipt: 0, plan: undefined };
  await writeState(files, directory, state);
  return { state, segments, isStateLost: segments.length > 0 };
}

async function findId(files: FileLayer, segments: readonly Segment[]): Promise<string | undefined> {
  for (const segment of segments) {
    const id = await readSegmentId(files, segment);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** The end of the records of a journal, the events up to there, and when the last of them was received. */
export interface JournalEnd {
  readonly end: Position;
  readonly events: number;
  readonly lastReceipt: number;
}

/**
 * Finds the end of what can be read, cuts off what a crash left half written, and sees to it that everything before is on
 * disk: a record that a dead process wrote may be in memory only. What cannot be read and was not half written goes to
 * quarantine first.
 */
export async function recoverEnd(
  files: FileLayer,
  directory: string,
  { state, segments }: Recovered,
  quarantine: Quarantine,
): Promise<JournalEnd> {
  const last = segments.at(-1);
  const { lastReceipt } = state;
  if (last === undefined) return { end: state.checkpoint, events: state.events, lastReceipt };
  const tail = await recoverSegment(files, last, recordMark(state.id), quarantine);
  await files.syncDirectory(directory);
  let records = tail.records;
  for (let index = segments.length - 2; index >= 0 && records === undefined; index -= 1) {
    const [segment, next] = segments.slice(index, index + 2);
    if (segment && next) records = await recordsOf(files, segment, next.base, recordMark(state.id));
  }
  return {
    end: Math.max(tail.end, state.checkpoint),
    events: Math.max(records?.events ?? 0, state.events),
    lastReceipt: records?.lastReceipt ?? lastReceipt,
  };
}

async function recoverSegment(
  files: FileLayer,
  segment: Segment,
  mark: Buffer,
  quarantine: Quarantine,
): Promise<{ readonly end: Position; readonly records: RecordsOfSegment | undefined }> {
  const file = await files.open(segment.path, 'write');
  try {
    const size = await file.size();
    const fileEnd = segment.base + size;
    const stretch = { mark, base: segment.base, window: createWindow(file, size) };
    let end = segment.base;
    let records: RecordsOfSegment | undefined;
    let behind: Damage[] = [];
    let position = segment.base + segmentHeaderLength;
    while (position < fileEnd) {
      const scanned = await scanAt(stretch, position, fileEnd);
      if (scanned.kind === 'record') {
        behind = [];
        records = upTo(scanned.record);
        end = scanned.record.next;
        position = end;
      } else {
        behind.push(scanned);
        position = scanned.to;
      }
    }
    // Damage before a good record stays where it is, and a reader reports it.
    for (const damage of behind) if (!damage.cut) await quarantine.report(segment, damage);
    await file.truncate(Math.min(size, Math.max(end - segment.base, segmentHeaderLength)));
    await file.datasync();
    return { end, records };
  } finally {
    await file.close();
  }
}

/** What a segment's records come to. */
interface RecordsOfSegment {
  /** Of the journal, up to the end of the segment. */
  readonly events: number;
  /** Of the last of them. */
  readonly lastReceipt: number;
}

/** The records of a segment up to one of them. */
function upTo({ eventsBefore, eventCount, receivedAtMicros }: JournalRecord): RecordsOfSegment {
  return { events: eventsBefore + eventCount, lastReceipt: receivedAtMicros };
}

/** Undefined where a segment has no record. */
async function recordsOf(
  files: FileLayer,
  segment: Segment,
  nextBase: Position,
  mark: Buffer,
): Promise<RecordsOfSegment | undefined> {
  const file = await files.open(segment.path, 'read');
  try {
    const end = Math.min(nextBase, segment.base + (await file.size()));
    const stretch = { mark, base: segment.base, window: createWindow(file, end - segment.base) };
    let records: RecordsOfSegment | undefined;
    for (let position = segment.base + segmentHeaderLength; position < end;) {
      const scanned = await scanAt(stretch, position, end);
      if (scanned.kind === 'record') records = upTo(scanned.record);
      position = scanned.kind === 'record' ? scanned.record.next : scanned.to;
    }
    return records;
  } finally {
    await file.close();
  }
}
