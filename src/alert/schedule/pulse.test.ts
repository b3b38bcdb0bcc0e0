import { beforeEach, expect, test } from 'vitest';
import { createManualClock, type ManualClock } from '../../platform/index.ts';
import { createPulse, type Pulse } from './pulse.ts';

const minute = 60_000;
let clock: ManualClock;
let pulse: Pulse;
beforeEach(() => {
  clock = createManualClock(1_000_000);
  pulse = createPulse(clock);
});

/** Whether it is stalled so much later. */
function stalledAfter(minutes: number): boolean {
  clock.advance(minutes * minute);
  return pulse.isStalled();
}

test('where nothing is due nothing stalls, however long', () => {
  expect(stalledAfter(1000)).toBe(false);
  pulse.begin('a');
  pulse.end('a');
  expect(stalledAfter(1000)).toBe(false);
});

test('what is due and not done is stalled after minutes from when it was due', () => {
  clock.advance(1000 * minute);
  pulse.begin('a');
  expect([stalledAfter(4), stalledAfter(2)]).toEqual([false, true]);
  pulse.end('a');
  expect(pulse.isStalled()).toBe(false);
});

test('while some of it is done, one that is not stalls nothing', () => {
  pulse.begin('stuck');
  for (let turn = 0; turn < 10; turn += 1) {
    pulse.begin('a');
    pulse.done();
    pulse.end('a');
    expect(stalledAfter(4)).toBe(false);
  }
  expect(stalledAfter(2)).toBe(true);
});

test('a clock that is set back stalls nothing', () => {
  pulse.begin('a');
  expect(stalledAfter(-60)).toBe(false);
});
