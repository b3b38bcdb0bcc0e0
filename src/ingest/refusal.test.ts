import { expect, test } from 'vitest';
import { openOn } from '../journal/testkit.ts';
import { createLogger, createManualClock } from '../platform/index.ts';
import { SimulatedDisk } from '../platform/testkit.ts';
import { watchRefusal } from './refusal.ts';

const mebibyte = 1 << 20;

async function settle(): Promise<void> {
  for (let tick = 0; tick < 50; tick += 1) await Promise.resolve();
}

test('a disk at its reserve is told once, and once that there is room again', async () => {
  const disk = new SimulatedDisk();
  const clock = createManualClock();
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => lines.push(line) });
  const journal = await openOn(disk, { clock, reserveBytes: 512 * mebibyte });
  const watch = await watchRefusal({ journal, clock, logger });
  const second = async (): Promise<void> => {
    clock.advance(1000);
    await settle();
  };
  expect(watch.reason()).toBeUndefined();
  disk.capacity = 513 * mebibyte - 1;
  await second();
  expect(watch.reason()).toContain('the free space is down to the reserve');
  await second();
  disk.capacity = 600 * mebibyte;
  await second();
  expect(watch.reason()).toBeUndefined();
  await second();
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(['error', 'warn']);
  watch.close();
  disk.capacity = 0;
  await second();
  expect(watch.reason()).toBeUndefined();
});

test('a server that starts on a full disk knows from the beginning', async () => {
  const disk = new SimulatedDisk();
  const journal = await openOn(disk, { reserveBytes: 512 * mebibyte });
  disk.capacity = 100 * mebibyte;
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => lines.push(line) });
  const watch = await watchRefusal({ journal, clock: createManualClock(), logger });
  expect(watch.reason()).toContain('reserve');
  expect(lines).toHaveLength(1);
  watch.close();
});

test('a journal that waits for its engine up to the limit refuses; one that is small from the beginning does not', async () => {
  const options = { clock: createManualClock(), logger: createLogger('silent') };
  const small = await watchRefusal({ ...options, journal: await openOn(new SimulatedDisk(), { limitBytes: 4096 }) });
  expect(small.reason()).toBeUndefined();
  const journal = await openOn(new SimulatedDisk(), { limitBytes: 2 * mebibyte, segmentBytes: 4 * mebibyte });
  const payload = [Buffer.alloc(1.5 * mebibyte)];
  await journal.append({ clusterId: 'c', receivedAtMicros: 1, kind: 1, flags: 0, tag: '', eventCount: 1, payload });
  const full = await watchRefusal({ ...options, journal });
  expect(full.reason()).toContain('wait to be stored');
  for (const watch of [small, full]) watch.close();
});
