import { expect, test } from 'vitest';
import { createManualClock, systemClock } from './clock.ts';

test('a manual clock wakes sleepers when their time has come, the earliest first', async () => {
  const clock = createManualClock(1000);
  const woken: string[] = [];
  const sleeping = [clock.sleep(200).then(() => woken.push('late')), clock.sleep(100).then(() => woken.push('early'))];
  clock.advance(99);
  await Promise.resolve();
  expect(woken).toEqual([]);
  clock.advance(101);
  await Promise.all(sleeping);
  expect(woken).toEqual(['early', 'late']);
  expect(clock.now()).toBe(1200);
  expect(clock.nowMicros()).toBe(1_200_000);
});

test.each([
  ['the system clock', systemClock],
  ['a manual clock', createManualClock()],
])('%s stops sleeping when told', async (_, clock) => {
  const stop = new AbortController();
  const sleeping = clock.sleep(3_600_000, stop.signal);
  stop.abort();
  await sleeping;
  await clock.sleep(3_600_000, stop.signal);
});
