import type { Signal } from '../base/index.ts';
import type { FileLayer } from '../platform/index.ts';
import { openIfPresent, type Quarantine } from './quarantine.ts';
import type { RecentRecords } from './recent.ts';
import { scanAt } from './scan.ts';
import { segmentHeaderLength, type Segment } from './segment.ts';
import type { SegmentList } from './segment-list.ts';
import type { JournalRecord, Position, ReadOptions } from './types.ts';
import { createWindow } from './window.ts';

/** What a reader shares with the rest of the journal. */
export interface ReaderSource {
  readonly files: FileLayer;
  readonly mark: Buffer;
  readonly segments: SegmentList;
  readonly quarantine: Quarantine;
  readonly recent: RecentRecords;
  /** Notified when there is more to read, and when the journal is closed. */
  readonly grown: Signal;
  durableEnd(): Position;
  isClosed(): boolean;
}

/** Reads as `Journal.read` says. */
export async function* readRecords(
  source: ReaderSource,
  from: Position,
  { follow = false, signal }: ReadOptions = {},
): AsyncGenerator<JournalRecord, void, undefined> {
  // Without following, what is appended while reading is left for the next time: else a busy journal would have no end.
  const last = follow ? Infinity : source.durableEnd();
  const isOver = (): boolean => source.isClosed() || signal?.aborted === true;
  let position = from;
  while (!isOver()) {
    const segment = source.segments.at(position);
    const start = segment === undefined ? position : Math.max(position, segment.base + segmentHeaderLength);
    const following = segment === undefined ? undefined : source.segments.endOf(segment);
    const end = Math.min(last, following ?? source.durableEnd());
    // Only who follows takes: it comes by once.
    const recent = follow ? source.recent.take(start) : undefined;
    if (recent !== undefined) {
      position = recent.next;
      yield recent;
    } else if (segment !== undefined && start < end) {
      position = yield* readSegment(source, segment, start, { last, isFollowing: follow, isOver });
    } else if (following !== undefined && following < last) {
      position = following;
    } else if (follow) {
      await source.grown.wait(signal);
    } else return;
  }
}

/** Reads one segment as far as it goes for now and gives the position reached. */
async function* readSegment(
  source: ReaderSource,
  segment: Segment,
  start: Position,
  {
    last,
    isFollowing,
    isOver,
  }: { readonly last: Position; readonly isFollowing: boolean; readonly isOver: () => boolean },
): AsyncGenerator<JournalRecord, Position, undefined> {
  const file = await openIfPresent(source.files, segment);
  if (file === undefined) return skipMissing(source, segment, start, last);
  try {
    const window = createWindow(file, 0);
    const stretch = { mark: source.mark, base: segment.base, window };
    let position = start;
    while (!isOver()) {
      const end = Math.min(last, source.segments.endOf(segment) ?? source.durableEnd());
      if (position >= end || (isFollowing && source.recent.has(position))) break;
      window.extend(end - segment.base);
      const scanned = await scanAt(stretch, position, end);
      if (scanned.kind === 'record') {
        position = scanned.record.next;
        yield scanned.record;
      } else {
        await source.quarantine.report(segment, scanned);
        position = scanned.to;
      }
    }
    return position;
  } finally {
    await file.close();
  }
}

async function skipMissing(source: ReaderSource, segment: Segment, from: Position, last: Position): Promise<Position> {
  const to = source.segments.endOf(segment) ?? source.durableEnd();
  // A checkpoint may have removed it meanwhile: then it is no longer in the list, and nothing is wrong.
  if (source.segments.all().includes(segment))
    await source.quarantine.report(segment, { from, to, reason: 'the segment is missing' });
  return Math.min(to, last);
}
