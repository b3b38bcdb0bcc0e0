import { expect, test } from 'vitest';
import { createManualClock } from '../platform/index.ts';
import { createPace } from './pace.ts';

const stepMs = 20;

function setUp(isAwaited = false) {
  const clock = createManualClock();
  const stopping = new AbortController();
  const pace = createPace(clock, () => isAwaited, stopping.signal);
  /** Hands a batch over on which the engine works for so long, and says for how long the next one is gathered meanwhile. */
  const gathered = async (
    events: number,
    workMs: number,
    during: (at: number) => void = () => undefined,
  ): Promise<number> => {
    const intervals: number[] = [];
    let at = 0;
    pace.begin(events);
    void pace.interval().then(() => intervals.push(at));
    while (intervals.length === 0 || at < workMs) {
      during(at);
      clock.advance(stepMs);
      at += stepMs;
      if (at === workMs) pace.end();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return intervals[0] ?? 0;
  };
  return { pace, stopping, gathered };
}

test('a batch is gathered for 400 ms while the engine has time', async () => {
  const { gathered } = setUp();
  expect([await gathered(5000, 300), await gathered(5000, 300), await gathered(5000, 300)]).toEqual([400, 400, 400]);
});

test('it is gathered longer where the engine is hardly ever idle, until it is idle half the time', async () => {
  const { gathered } = setUp();
  expect(await gathered(5000, 380)).toBe(400);
  expect(await gathered(5000, 1400)).toBe(1500);
  expect(await gathered(5000, 700)).toBe(1500);
  expect(await gathered(5000, 100)).toBe(400);
});

test('an engine that takes long for a few events makes nobody wait', async () => {
  const { gathered } = setUp();
  expect([await gathered(300, 600), await gathered(300, 600), await gathered(300, 600)]).toEqual([400, 400, 400]);
});

test('the longer wait ends when somebody waits for what is gathered, and when all ends', async () => {
  const { pace, stopping, gathered } = setUp();
  await gathered(5000, 400);
  expect(await gathered(5000, 800, (at) => at === 700 && pace.hurry())).toBe(720);
  expect(await gathered(5000, 1500, (at) => at === 900 && stopping.abort())).toBe(920);
  const awaited = setUp(true);
  await awaited.gathered(5000, 400);
  expect(await awaited.gathered(5000, 400)).toBe(400);
});
