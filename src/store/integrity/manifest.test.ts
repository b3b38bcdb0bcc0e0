import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogger } from '../../platform/index.ts';
import { SimulatedDisk } from '../../platform/testkit.ts';
import { dayOf, openManifest } from './manifest.ts';

const logger = createLogger('silent');
const directory = '/data/manifest';
const open = (disk: SimulatedDisk) => openManifest(directory, disk.layer(), logger);

test('days are those of UTC', () => {
  expect(dayOf(Date.UTC(2026, 10, 21) * 1000 - 1)).toBe('20261120');
  expect(dayOf(Date.UTC(2026, 10, 21) * 1000)).toBe('20261121');
});

const change = fc.record({
  day: fc.constantFrom('20261120', '20261121'),
  clusterId: fc.constantFrom('one', 'two'),
  events: fc.integer({ min: 0, max: 9 }),
});

test('a batch counts once, however often it is applied and whenever the power goes', async () => {
  const batches = fc.array(fc.record({ changes: fc.array(change, { maxLength: 3 }), cutAfter: fc.nat(12) }), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(batches, async (applied) => {
      const disk = new SimulatedDisk();
      const wanted: Record<string, number> = {};
      let manifest = await open(disk);
      for (const [index, { changes, cutAfter }] of applied.entries()) {
        const batch = { journalId: 'j', from: index * 10, next: index * 10 + 10, changes };
        disk.operationsLeft = cutAfter;
        await manifest.apply(batch).catch(() => undefined);
        disk.operationsLeft = Number.MAX_SAFE_INTEGER;
        disk.powerCut(() => 0);
        manifest = await open(disk);
        await manifest.apply(batch);
        await manifest.apply(batch);
        for (const { day, clusterId, events } of changes)
          wanted[`${day} ${clusterId}`] = (wanted[`${day} ${clusterId}`] ?? 0) + events;
      }
      const counts = [...manifest.counts()].flatMap(([day, clusters]) =>
        [...clusters].map(([clusterId, events]) => [`${day} ${clusterId}`, events] as const),
      );
      const nonZero = Object.entries(wanted).filter(([, events]) => events > 0);
      expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(nonZero));
    }),
  );
});

test('a day that cannot be read is said, and taken from what the store holds', async () => {
  const disk = new SimulatedDisk();
  const first = await open(disk);
  const changes = [
    { day: '20261120', clusterId: 'one', events: 5 },
    { day: '20261121', clusterId: 'one', events: 7 },
  ];
  await first.adopt(new Map());
  await first.apply({ journalId: 'j', from: 0, next: 10, changes });
  const file = await disk.layer().open(`${directory}/20261120.json`, 'write');
  await file.write([Buffer.from('x')], 0);
  await file.close();
  const second = await open(disk);
  expect(second.isNew()).toBe(false);
  expect(second.unreadableDays()).toEqual(['20261120']);
  expect([...second.counts().keys()]).toEqual(['20261121']);
  await second.adopt(new Map([['20261120', new Map([['one', 4]])]]), '20261120');
  expect((await open(disk)).counts().get('20261120')?.get('one')).toBe(4);
  expect((await open(disk)).counts().get('20261121')?.get('one')).toBe(7);
});
