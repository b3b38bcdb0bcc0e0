import { expect, test } from 'vitest';
import { createEngine } from '../../engine/index.ts';
import { createLogger, createManualClock } from '../../platform/index.ts';
import { createMendingEngine } from './damage.ts';
import { watchIntegrity } from './watch.ts';

const logger = createLogger('silent');
const hourMs = 3_600_000;

async function settled(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('the store is looked at every hour, after a restart of the engine, when something was found, and again after a failure', async () => {
  const clock = createManualClock();
  // Nobody speaks to it: what is watched is when the store is looked at.
  const bare = createEngine(() => Promise.reject(new Error('not asked')));
  const engine = createMendingEngine(bare, { clock, logger, onLoss: () => undefined });
  let checks = 0;
  let restarts = 0;
  let isFailing = false;
  const watch = watchIntegrity({
    integrity: {
      check: async () => {
        checks += 1;
        if (isFailing) throw new Error('the engine is away');
      },
    },
    engine,
    restarts: () => restarts,
    clock,
    logger,
    whenReady: Promise.resolve(),
  });
  const pass = async (milliseconds: number): Promise<number> => {
    for (let left = milliseconds; left > 0; left -= 5000) {
      clock.advance(Math.min(5000, left));
      await settled();
    }
    return checks;
  };
  await settled();
  expect(await pass(hourMs - 5000)).toBe(0);
  expect(await pass(5000)).toBe(1);
  expect(await pass(hourMs)).toBe(2);
  restarts += 1;
  expect(await pass(10_000)).toBe(3);
  watch.wake();
  isFailing = true;
  expect(await pass(5000)).toBe(4);
  isFailing = false;
  expect(await pass(5000)).toBe(5);
  expect(await pass(60_000)).toBe(5);
  await watch.close();
});
