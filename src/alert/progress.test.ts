import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TemporaryRecords, temporaryRecords } from '../records/testkit.ts';
import { openProgresses } from './progress.ts';

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

test('a rule that failed, and of which nothing came the next time, does not fail any more', async () => {
  const begun = { through: 1000, tick: 1, evaluatedAt: 1, failures: 0, isStopped: false };
  const failing = { ...begun, failures: 3, problem: 'the engine is away', isGapTold: true };
  const progresses = await openProgresses(kept.records);
  kept.records.transaction((transaction) => {
    progresses.put(transaction, 'failing', failing).commit();
    progresses.put(transaction, 'stopped', { ...begun, isStopped: true, problem: 'its owner was deleted' }).commit();
  });
  const change = { through: 2000, tick: 2, evaluatedAt: 2 };
  for (const rule of ['failing', 'stopped']) progresses.advance(rule, change);
  progresses.flush();
  const read = await openProgresses(kept.records);
  for (const rule of ['failing', 'stopped'])
    for (const known of [progresses, read])
      expect(known.get(rule)).toEqual({ ...change, failures: 0, isStopped: false, problem: undefined });
});
