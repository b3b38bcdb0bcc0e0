import { describe, expect, test } from 'vitest';
import { openOn, readAll } from '../journal/testkit.ts';
import { createManualClock } from '../platform/index.ts';
import { SimulatedDisk } from '../platform/testkit.ts';
import { createBodyReader } from './body-reader.ts';
import { createReceipts, createReceiver } from './index.ts';
import { MemoryLetters, testEvent } from './testkit.ts';

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 28, 12);

/** A process on a disk, as its clock tells the time; takes a body and gives when it says that it received it. */
async function live(disk: SimulatedDisk, now: number) {
  const journal = await openOn(disk);
  const ahead: number[] = [];
  const receipts = createReceipts({ clock: createManualClock(now), onAhead: (micros) => ahead.push(micros) });
  receipts.atLeast(journal.lastReceiptMicros());
  const options = {
    reader: createBodyReader(),
    deadLetters: new MemoryLetters(),
    onRejected: () => undefined,
    onDropped: () => undefined,
  };
  const receiver = createReceiver({ ...options, journal, receipts });
  return {
    ahead,
    journal,
    async receive(id: number): Promise<number> {
      await receiver.accept('one', Buffer.from(testEvent(id)));
      return (await readAll(journal)).at(-1)?.receivedAtMicros ?? 0;
    },
  };
}

describe('receipts rise over a restart', () => {
  test.each([
    ['with records that wait in the journal', false],
    ['with a journal of which everything is stored', true],
  ])('when the clock is set back an hour, %s', async (_, isStored) => {
    const disk = new SimulatedDisk();
    const before = await live(disk, noon);
    const first = await before.receive(1);
    if (isStored) await before.journal.checkpoint(before.journal.durableEnd());
    await before.journal.close();
    const after = await live(disk, noon - hour);
    const second = await after.receive(2);
    expect(second).toBeGreaterThan(first);
    expect(await after.receive(3)).toBeGreaterThan(second);
    expect(second - first).toBeLessThan(1000);
    expect(after.ahead).toEqual([]);
    await after.journal.close();
    // Caught up with, the clock is followed again.
    const later = await live(disk, noon + hour);
    expect(await later.receive(4)).toBe((noon + hour) * 1000);
  });

  test('a clock that was years ahead once is left aside, and said', async () => {
    const disk = new SimulatedDisk();
    const wrong = await live(disk, Date.UTC(2099, 0, 1));
    const first = await wrong.receive(1);
    await wrong.journal.close();
    const mended = await live(disk, noon);
    expect(mended.ahead).toEqual([first]);
    expect(await mended.receive(2)).toBe(noon * 1000);
    await mended.journal.close();
    const next = await live(disk, noon - hour);
    expect(await next.receive(3)).toBe(noon * 1000 + 1);
    expect(next.ahead).toEqual([]);
  });
});

test('a clock that goes wrong and is mended while the server runs', () => {
  const clock = createManualClock(noon);
  const setTo = (time: number): void => clock.advance(time - clock.now());
  const ahead: number[] = [];
  const receipts = createReceipts({ clock, onAhead: (micros) => ahead.push(micros) });
  const first = receipts.next();
  setTo(noon + 20 * hour);
  const inTheEvening = receipts.next();
  setTo(noon);
  expect(receipts.next()).toBe(inTheEvening + 1);
  expect(ahead).toEqual([]);
  setTo(Date.UTC(2099, 0, 1));
  const inYears = receipts.next();
  setTo(noon + 21 * hour);
  expect(receipts.next()).toBe((noon + 21 * hour) * 1000);
  expect(ahead).toEqual([inYears]);
  expect(first).toBe(noon * 1000);
});
