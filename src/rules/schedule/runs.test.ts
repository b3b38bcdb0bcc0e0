import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueRuns, type Run } from './runs.ts';
import { createTicks } from './ticks.ts';

const minutes = createTicks({ every: '1m' }, { timeZone: 'UTC' });
const minute = 60_000;
const micros = 60_000_000;

function due(progress: { cursor: number; tick?: number; now: number; committed?: number }, most = 100) {
  const { cursor, tick = 0, now, committed = now } = progress;
  const asked = { cursor: cursor * micros, tick: tick * minute, now: now * minute, committed: committed * micros };
  const { runs, isCut } = dueRuns(minutes, asked, most);
  return { isCut, runs: runs.map((run) => [run.tick / minute, run.after / micros, run.through / micros]) };
}

describe('what is due', () => {
  it.each([
    ['nothing between two ticks', { cursor: 10, now: 10.5 }, []],
    ['what was received since the last one, at a tick', { cursor: 10, now: 11 }, [[11, 10, 11]]],
    ['no more than was received until the tick', { cursor: 10, now: 11.9 }, [[11, 10, 11]]],
    ['what can be asked for', { cursor: 10, now: 11, committed: 10.75 }, [[11, 10, 10.75]]],
    ['the rest of it with the next one', { cursor: 10.75, tick: 11, now: 12 }, [[12, 10.75, 12]]],
    ['nothing while nothing comes through', { cursor: 10, now: 13, committed: 10 }, []],
    [
      'each that was missed',
      { cursor: 10, now: 13 },
      [
        [11, 10, 11],
        [12, 11, 12],
        [13, 12, 13],
      ],
    ],
    [
      'as far as can be asked for',
      { cursor: 10, now: 14, committed: 11.5 },
      [
        [11, 10, 11],
        [12, 11, 11.5],
      ],
    ],
    ['all there is where the clock was set back', { cursor: 70, tick: 70, now: 10, committed: 70.5 }, [[10, 70, 70.5]]],
    ['nothing where the clock was set back and nothing came', { cursor: 70, tick: 70, now: 10, committed: 70 }, []],
  ])('is %s', (_what, progress, runs) => {
    expect(due(progress)).toEqual({ isCut: false, runs });
  });

  it('is bounded, and says so', () => {
    expect(due({ cursor: 0, now: 1000 }, 3)).toEqual({
      isCut: true,
      runs: [
        [1, 0, 1],
        [2, 1, 2],
        [3, 2, 3],
      ],
    });
    expect(due({ cursor: 0, now: 3 }, 3).isCut).toBe(false);
  });

  it('looks at each receipt once, whatever the clock and the indexer do', () => {
    const step = fc.record({
      // The clock goes on, and now and then it is set by hours.
      elapsed: fc.integer({ min: 0, max: 5 * minute }),
      set: fc.oneof(
        { weight: 5, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.constantFrom(-3_600_000, 3_600_000) },
      ),
      received: fc.integer({ min: 0, max: 20 }),
      isIndexed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now = 100_000 * minute;
        let last = now * 1000;
        let committed = last;
        let progress = { cursor: last, tick: now };
        const received: number[] = [];
        const runs: Run[] = [];
        const evaluate = () => {
          const found = dueRuns(minutes, { ...progress, now, committed }, 1000);
          for (const run of found.runs) progress = { cursor: run.through, tick: run.tick };
          runs.push(...found.runs);
        };
        for (const { elapsed, set, received: count, isIndexed } of steps) {
          now += elapsed + set;
          // Receipts rise, also where the clock does not.
          for (let index = 0; index < count; index++) received.push((last = Math.max(last + 1, now * 1000)));
          if (isIndexed) committed = Math.max(last, now * 1000);
          evaluate();
        }
        now += 3 * 3_600_000;
        committed = Math.max(last, now * 1000);
        evaluate();
        for (const [index, { after, through }] of runs.entries()) {
          expect(through).toBeGreaterThan(after);
          if (index > 0) expect(after).toBe(runs[index - 1]?.through);
        }
        const seen = (receipt: number) =>
          runs.filter(({ after, through }) => receipt > after && receipt <= through).length;
        expect(received.filter((receipt) => receipt <= progress.cursor).every((receipt) => seen(receipt) === 1)).toBe(
          true,
        );
        expect(received.filter((receipt) => receipt > progress.cursor && receipt <= now * 1000 - micros)).toEqual([]);
      }),
    );
  });
});
