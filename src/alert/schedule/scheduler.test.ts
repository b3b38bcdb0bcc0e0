// How much of what was missed is caught up with; what an evaluation does is not looked at here.
import { afterEach, expect, test } from 'vitest';
import { createLogger, createManualClock } from '../../platform/index.ts';
import type { Run } from '../../rules/index.ts';
import { compiled } from '../../rules/testkit/rule.ts';
import type { Evaluator } from '../evaluate/index.ts';
import type { RuleProgress } from '../progress.ts';
import type { ActiveRule } from '../registry/index.ts';
import { type Scheduler, startScheduler } from './scheduler.ts';

const hour = 3_600_000;
let scheduler: Scheduler | undefined;
afterEach(() => scheduler?.close());

test('a rule of each second that was away for hours looks at its last ten thousand windows, and passes over those before', async () => {
  const clock = createManualClock(1_763_661_600_000);
  const began = clock.now();
  const rule = compiled({ name: 'seconds', schedule: { every: '1s' } });
  const active: ActiveRule = {
    name: 'seconds',
    version: 1,
    compiled: rule,
    rule: rule.rule,
    owner: { kind: 'user', name: 'ann', since: 1 },
  };
  let progress: RuleProgress = { through: began * 1000, tick: began, evaluatedAt: 0, failures: 0, isStopped: false };
  const put = ({ through, tick }: Run): void => {
    progress = { ...progress, through, tick };
  };
  clock.advance(4 * hour);
  const skipped: number[] = [];
  const windows: number[] = [];
  const left: number[] = [];
  const evaluator: Evaluator = {
    evaluate: async (_, { run }) => {
      windows.push(run.through - run.after);
      left.push(scheduler?.windowsLeft('seconds') ?? -1);
      put(run);
      return 'done';
    },
    skip: async (_, { run }) => {
      skipped.push(run.through - run.after);
      put(run);
      return 'done';
    },
  };
  const logger = createLogger('silent');
  const receipts = { settledThrough: () => clock.nowMicros(), now: () => 0, atLeast: () => undefined };
  const registry = { active: () => [active] };
  scheduler = startScheduler({
    registry,
    progresses: { get: () => progress },
    evaluator,
    receipts,
    clock,
    logger,
    timeZone: 'UTC',
    random: () => 0,
  });
  while (progress.through < (clock.now() - 1000) * 1000) await new Promise(setImmediate);
  expect(skipped).toEqual([(4 * hour - 10_000_000) * 1000]);
  expect([windows.length, new Set(windows.slice(1)), left[0], left.at(-1)]).toEqual([
    10_000,
    new Set([1_000_000]),
    9999,
    0,
  ]);
  expect([scheduler.windowsLeft('seconds'), scheduler.isStalled()]).toEqual([0, false]);
});
