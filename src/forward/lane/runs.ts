import type { ForwardPlace, ForwardRun } from '../../records/index.ts';
import type { Follower } from '../../stream/index.ts';
import type { OpenDestination } from '../kept-destinations.ts';
import { type BatchReader, createBatchReader } from '../read/batch-reader.ts';
import type { EventTest } from '../read/filter.ts';
import { readAhead } from '../read/read-ahead.ts';
import { followRange, ReplayRange } from '../read/replay.ts';
import type { View } from '../read/view.ts';
import type { LaneNeeds } from './needs.ts';
import { prepareBatch, type PreparedBatch } from './prepare-batch.ts';
import { sendBatch, type Sending } from './send-batch.ts';

/** How often the place is noted where nothing is sent. */
const noteMs = 1000;
/** Of events that wait for others to come, for all destinations together. */
const mostWaitingBytes = 128 << 20;

/** What a destination sends, and where each of it has come to. It is made anew where something was not sent: that is read again then. */
export interface Runs {
  /** Sends the next batch of a run. False where there is none. Rejects as `sendBatch` and the engine do. */
  advance(run: ForwardRun, way: Way): Promise<boolean>;
  /** When a batch is due that waits for more events, in Unix milliseconds. */
  dueAt(): number | undefined;
  /** Up to where what comes in was read. */
  place(): ForwardPlace | undefined;
  /** Receipt of the first event of what comes in that was read and not sent, in microseconds. */
  waitingSince(): number | undefined;
  /** Bytes of what was read and waits for more. */
  waitingBytes(): number;
}

/** Whereto a run sends, by now. */
export interface Way extends Omit<Sending, 'run' | 'prepared'> {
  readonly destination: OpenDestination;
  readonly view: View;
}

/** A run with what is read of it. */
interface Going {
  readonly run: ForwardRun;
  readonly reader: BatchReader;
  /** Unix milliseconds. */
  notedAt: number;
  /** What comes next, made while the batch before it is on its way. */
  ahead: Promise<PreparedBatch | undefined> | undefined;
  /** Receipt of the first event of it. */
  aheadSince: number | undefined;
}

/** Makes the runs of a lane; each begins at the place that is on disk. */
export function createRuns(needs: LaneNeeds): Runs {
  const { clock, records, waitingBytes } = needs;
  const going = new Map<number, Going>();
  /** Receipt of the first event that is being sent. */
  let sendingSince: number | undefined;

  function begin(run: ForwardRun): Going {
    const reader = createBatchReader(readAhead(followerOf(needs, run)), run.place, clock);
    const one: Going = { run, reader, notedAt: clock.now(), ahead: undefined, aheadSince: undefined };
    going.set(run.id, one);
    return one;
  }

  /** Reads and writes what comes next; `until`: its end where it was begun before. */
  async function prepare(one: Going, way: Way, until?: ForwardPlace): Promise<PreparedBatch | undefined> {
    const { type, settings } = way.destination;
    const { events, bytes } = type.limits(settings);
    const lingerMs = isFollowing(one.run) ? (type.lingerMs?.(settings) ?? 0) : 0;
    const isCrowded = (): boolean => waitingBytes() > mostWaitingBytes;
    const test = (): Promise<EventTest> => way.view.test();
    const batch = await one.reader.next({ events, bytes, lingerMs, isCrowded, until, test });
    if (batch === undefined) return undefined;
    one.aheadSince = batch.events[0]?.receivedAtMicros;
    return prepareBatch(batch, way, clock);
  }

  /** What was made ahead; where there was nothing, there may be something by now. Rejects as that did. */
  async function next(one: Going, way: Way, until: ForwardPlace | undefined): Promise<PreparedBatch | undefined> {
    const { ahead } = one;
    one.ahead = undefined;
    return (await ahead) ?? prepare(one, way, until);
  }

  async function send(one: Going, prepared: PreparedBatch, way: Way): Promise<void> {
    const { run } = one;
    const { type } = way.destination;
    if (isFollowing(run)) sendingSince = one.aheadSince;
    one.aheadSince = undefined;
    // The batches of those that wait for more events are large: one at a time.
    if (type.lingerMs === undefined) {
      one.ahead = prepare(one, way);
      // Whoever takes it looks at it.
      one.ahead.catch(() => undefined);
    }
    await sendBatch(needs, { run, prepared, ...way });
    if (isFollowing(run)) sendingSince = undefined;
    one.notedAt = clock.now();
  }

  /** Notes a place that was come to without sending anything: whoever starts from an older one looks at more, and sends no more. */
  async function note(one: Going, place: ForwardPlace, isLast: boolean): Promise<void> {
    one.notedAt = clock.now();
    await records.forwardRuns.finish({ run: one.run.id, place, sent: 0, rejected: [], isLast });
  }

  /** A run of a range ends where the range does. */
  async function endIfOver(one: Going): Promise<boolean> {
    const { run, reader } = one;
    const place = reader.place();
    const isOver = run.through !== undefined && place.within === undefined && place.receivedAtMicros >= run.through;
    if (!isOver) return false;
    await note(one, place, true);
    going.delete(run.id);
    return true;
  }

  const following = (): Going | undefined => [...going.values()].find(({ run }) => isFollowing(run));
  return {
    async advance(run, way) {
      const one = going.get(run.id) ?? begin(run);
      const prepared = await next(one, way, run.planned);
      if (prepared === undefined) return endIfOver(one);
      const { batch } = prepared;
      const isToNote = run.planned !== undefined || clock.now() - one.notedAt >= noteMs;
      if (batch.events.length > 0) await send(one, prepared, way);
      else if (isToNote && !way.signal.aborted) await note(one, batch.end, false);
      return true;
    },
    dueAt() {
      const dues = [...going.values()].flatMap(({ reader }) => reader.dueAt() ?? []);
      return dues.length === 0 ? undefined : Math.min(...dues);
    },
    place: () => following()?.reader.place(),
    waitingBytes: () => going.values().reduce((sum, { reader }) => sum + reader.waitingBytes(), 0),
    waitingSince() {
      const one = following();
      return sendingSince ?? one?.aheadSince ?? one?.reader.waitingSince();
    },
  };
}

/** Whether a run sends what comes in, and no range again. */
function isFollowing({ range }: ForwardRun): boolean {
  return range === undefined;
}

function followerOf({ stream, source }: LaneNeeds, { range, place, through = 0 }: ForwardRun): Follower {
  if (range === undefined) return stream.follow({ after: place, whenBehind: 'read' });
  return followRange(source, { range: ReplayRange.parse(JSON.parse(range)), place, through });
}
