import path from 'node:path';
import { AppError, createMutex, createSignal, invariant } from '../base/index.ts';
import { errorCodeOf, type FileLayer, type FileLock } from '../platform/index.ts';
import { createQuarantine } from './quarantine.ts';
import { readRecords, type ReaderSource } from './reader.ts';
import { headerLength, prepareEntry, recordMark } from './record.ts';
import { RecentRecords } from './recent.ts';
import { recoverEnd, recoverState } from './recover.ts';
import type { Segment } from './segment.ts';
import { createSegmentList, type SegmentList } from './segment-list.ts';
import { writeState, type JournalState } from './state-file.ts';
import type { Journal, JournalEntry, JournalOptions, Position } from './types.ts';
import { Writer } from './writer.ts';

/**
 * Opens the journal of a directory, recovering what a crash left there. Throws AppError `conflict` when another process
 * has it open.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { directory, files } = options;
  await files.makeDirectory(directory);
  await files.syncDirectory(path.dirname(directory));
  const lock = await files.lock(path.join(directory, 'lock'));
  if (lock === undefined)
    throw new AppError('conflict', `cannot open journal "${directory}": another process has it open`);
  try {
    return await openLocked(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openLocked(options: JournalOptions, lock: FileLock): Promise<Journal> {
  const { directory, files, onCorrupt } = options;
  const quarantine = createQuarantine(files, directory, onCorrupt);
  const recovered = await recoverState(files, directory, onCorrupt);
  const end = await recoverEnd(files, directory, recovered, quarantine);
  const segments = createSegmentList(recovered.segments);
  const grown = createSignal();
  const recent = new RecentRecords();
  const mark = recordMark(recovered.state.id);
  let { state } = recovered;
  const lastReceipt = createLastReceipt(end.lastReceipt);
  let isClosed = false;
  const writer = new Writer(
    {
      ...options,
      id: state.id,
      mark,
      segments,
      recent,
      grown,
      // A small limit is kept to in whole segments.
      segmentBytes: Math.min(options.segmentBytes, Math.ceil(options.limitBytes / 4)),
      checkpoint: () => state.checkpoint,
    },
    { position: end.end, events: end.events },
  );
  const source: ReaderSource = {
    files,
    mark,
    segments,
    quarantine,
    recent,
    grown,
    durableEnd: () => writer.durable.position,
    isClosed: () => isClosed,
  };
  const remover = createSegmentRemover(files, directory, segments);
  const keeper = createStateKeeper(files, directory, (next) => {
    state = next;
  });

  if (recovered.isStateLost) state = { ...state, events: await eventsAt(state.checkpoint, source, writer) };
  await remover.removeBefore(state.checkpoint);

  return {
    id: state.id,
    append: async (entry: JournalEntry) => writer.append(prepareEntry(lastReceipt.noted(entry))),
    ensureRoom: (bytes) => writer.ensureRoom(headerLength + bytes),
    read: (from, readOptions) => readRecords(source, from, readOptions),
    checkpoint: (position) =>
      keeper.change(async () => {
        invariant(position >= state.checkpoint, 'a checkpoint never goes back');
        invariant(position <= writer.durable.position, 'a checkpoint is within the journal');
        await keeper.write({
          ...state,
          checkpoint: position,
          events: await eventsAt(position, source, writer),
          lastReceipt: lastReceipt.micros(),
          plan: undefined,
        });
        recent.forgetBefore(position);
        await remover.removeBefore(position);
      }),
    checkpointPosition: () => state.checkpoint,
    writePlan: (plan) => keeper.change(() => keeper.write({ ...state, plan: Uint8Array.from(plan) })),
    readPlan: () => state.plan,
    pending: () => ({
      events: writer.durable.events - state.events,
      bytes: writer.durable.position - state.checkpoint,
    }),
    durableEnd: () => writer.durable.position,
    lastReceiptMicros: lastReceipt.micros,
    counts: () => ({ ...writer.counts, removeFailures: remover.failures(), corruptions: quarantine.count() }),
    close: async () => {
      await writer.close();
      isClosed = true;
      grown.notify();
      await keeper.change(async () => lock.release());
    },
  };
}

/** Remembers when the entry was received that was appended last. */
function createLastReceipt(micros: number) {
  let last = micros;
  return {
    micros: () => last,
    noted(entry: JournalEntry): JournalEntry {
      last = entry.receivedAtMicros;
      return entry;
    },
  };
}

/** The events before a position, ever. */
async function eventsAt(
  position: Position,
  source: ReaderSource,
  { durable }: Pick<Writer, 'durable'>,
): Promise<number> {
  if (position < durable.position) for await (const record of readRecords(source, position)) return record.eventsBefore;
  return durable.events;
}

/** Removes what a checkpoint is done with. It is on disk by then: a file that stays now goes with a later one. */
function createSegmentRemover(files: FileLayer, directory: string, segments: SegmentList) {
  const doneWith: Segment[] = [];
  let failures = 0;
  return {
    failures: () => failures,
    async removeBefore(position: Position): Promise<void> {
      doneWith.push(...segments.takeBefore(position));
      if (doneWith.length === 0) return;
      try {
        for (let next = doneWith[0]; next !== undefined; next = doneWith[0]) {
          await unlinkIfPresent(files, next);
          doneWith.shift();
        }
        await files.syncDirectory(directory);
      } catch {
        failures += 1;
      }
    },
  };
}

async function unlinkIfPresent(files: FileLayer, { path: file }: Segment): Promise<void> {
  try {
    await files.unlink(file);
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT') throw error;
  }
}

/** Writes the state file, one change after another. What was written is told when it is on disk. */
function createStateKeeper(files: FileLayer, directory: string, onWritten: (state: JournalState) => void) {
  const mutex = createMutex();
  return {
    change: <T>(task: () => Promise<T>): Promise<T> => mutex.run(task),
    write: async (state: JournalState): Promise<void> => {
      await writeState(files, directory, state);
      onWritten(state);
    },
  };
}
