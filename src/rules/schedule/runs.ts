import type { Ticks } from './ticks.ts';

/** One evaluation that is due. */
export interface Run {
  /** Unix milliseconds. */
  readonly tick: number;
  /** The receipts that nobody looked at yet: after the one, up to and with the other, in microseconds. */
  readonly after: number;
  readonly through: number;
}

export interface Due {
  readonly runs: readonly Run[];
  /** The next runs are due as well, and were left out. */
  readonly isCut: boolean;
}

export interface Progress {
  /** The receipt up to which everything was looked at, in microseconds. */
  readonly cursor: number;
  /** The tick of the last run, in Unix milliseconds; of a new rule, when it was switched on. */
  readonly tick: number;
  /** Unix milliseconds. */
  readonly now: number;
  /** The receipt up to which everything can be asked for, in microseconds: what comes later was received later. */
  readonly committed: number;
}

/**
 * What is due, in order: one run a tick since the cursor, each over what was received between the last one and the tick. Run after run they leave
 * out nothing and repeat nothing, whatever the clock does. Set forward, the ticks in between are due, with what there is. Set back, receipts go
 * on from where they were and are ahead of it: until it has come up to the cursor, one run is over all that there is.
 * To be asked at a tick; `most` runs at most.
 */
export function dueRuns(ticks: Ticks, progress: Progress, most: number): Due {
  const { cursor, now, committed } = progress;
  if (now * 1000 <= cursor)
    return { runs: committed > cursor ? [{ tick: now, after: cursor, through: committed }] : [], isCut: false };
  const runs: Run[] = [];
  let after = cursor;
  const last = progress.tick <= now ? Math.max(progress.tick, Math.floor(cursor / 1000)) : Math.floor(cursor / 1000);
  for (let tick = ticks.next(last); tick !== undefined && tick <= now; tick = ticks.next(tick)) {
    const through = Math.min(tick * 1000, committed);
    // What was received since is still on its way: a later tick finds it.
    if (through <= after) break;
    if (runs.length === most) return { runs, isCut: true };
    runs.push({ tick, after, through });
    after = through;
  }
  return { runs, isCut: false };
}
