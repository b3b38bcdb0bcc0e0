import { expect, test } from 'vitest';
import { createManualClock } from '../platform/index.ts';
import { createReceipts } from './receipts.ts';
import { createSettledReceipts } from './settled-receipts.ts';

function setUp() {
  const clock = createManualClock(1_000_000);
  const receipts = createReceipts({ clock, onAhead: () => undefined });
  const state = { onItsWay: undefined as number | undefined, events: 0, committed: undefined as number | undefined };
  const settled = createSettledReceipts({
    receipts,
    receiver: { oldestOnItsWay: () => state.onItsWay },
    journal: { pending: () => ({ events: state.events, bytes: 0 }) },
    committed: () => state.committed,
  });
  return { clock, receipts, state, settled };
}

test('a body on its way holds it back, in whatever microsecond it was received', () => {
  const { clock, receipts, state, settled } = setUp();
  expect(settled()).toBe(999_999_999);
  const receipt = receipts.next();
  state.onItsWay = receipt;
  clock.advance(1000);
  expect(settled()).toBe(receipt - 1);
  state.onItsWay = undefined;
  state.events = 1;
  state.committed = receipt - 500;
  expect(settled(), 'it never falls').toBe(receipt - 1);
  state.events = 0;
  expect(settled()).toBe(1_000_999_999);
  expect(receipts.next()).toBe(1_001_000_000);
});

test('after a start with a full journal nobody can say until the first commit', () => {
  const { state, settled } = setUp();
  state.events = 5;
  expect(settled()).toBeUndefined();
  state.committed = 17;
  expect(settled()).toBe(17);
});

test('receipts that are ahead of a clock that was set back are settled all the same', () => {
  const { clock, receipts, settled } = setUp();
  receipts.atLeast(clock.nowMicros() + 3_600_000_000);
  const receipt = receipts.next();
  expect(settled()).toBe(receipt);
  expect(receipts.next()).toBeGreaterThan(receipt);
});

test('what was said to be settled stays so when the clock is set back', () => {
  const { clock, receipts, settled } = setUp();
  const before = settled() ?? Infinity;
  clock.advance(-3_600_000);
  expect(receipts.next()).toBeGreaterThan(before);
});

test('it begins anew with receipts that do', () => {
  const { clock, receipts, state, settled } = setUp();
  clock.advance(72 * 3_600_000);
  state.events = 1;
  state.committed = clock.nowMicros();
  expect(settled()).toBe(state.committed);
  state.committed -= 71 * 3_600_000_000;
  expect(settled()).toBe(state.committed);
  expect(receipts.passed()).toBeGreaterThan(state.committed);
});
