import { expect, test } from 'vitest';
import { SimulatedDisk } from '../platform/testkit.ts';
import { temporaryRecords } from '../records/testkit.ts';
import { createDeadLetterSink, createOverflowingSink } from './dead-letters.ts';
import { openQuarantine } from './quarantine.ts';
import { testEvent } from './testkit.ts';

const batchOf = (id: number) => ({
  clusterId: 'one',
  receivedAtMicros: 1000 + id,
  reason: 'the engine refuses it',
  events: [Buffer.from(testEvent(id)), Buffer.from(testEvent(id + 1))],
});

test('what is set aside outlives a power cut, once, and is forgotten when it is removed', async () => {
  const disk = new SimulatedDisk();
  const quarantine = await openQuarantine('/data/quarantine', disk.layer());
  await quarantine.keep(batchOf(5));
  await quarantine.keep(batchOf(1));
  await quarantine.keep(batchOf(1));
  disk.powerCut(() => 0);
  const again = await openQuarantine('/data/quarantine', disk.layer());
  const [first, second, ...others] = again.list();
  expect(others).toEqual([]);
  expect([first?.receivedAtMicros, second?.receivedAtMicros]).toEqual([1001, 1005]);
  expect(first).toMatchObject({ clusterId: 'one', reason: 'the engine refuses it', events: 2 });
  expect((await again.read(first?.id ?? ''))?.toString()).toBe(`${testEvent(1)}\n${testEvent(2)}\n`);
  expect(first?.bytes).toBe(testEvent(1).length + testEvent(2).length + 2);
  await again.remove(first?.id ?? '');
  expect(await again.read(first?.id ?? '')).toBeUndefined();
  disk.powerCut(() => 0);
  expect((await openQuarantine('/data/quarantine', disk.layer())).list()).toEqual([second]);
});

test('only the cluster that has much of it is full', async () => {
  const quarantine = await openQuarantine('/data/quarantine', new SimulatedDisk().layer(), { bytes: 1000, batches: 9 });
  expect(quarantine.isFull('one')).toBe(false);
  await quarantine.keep(batchOf(1));
  await quarantine.keep(batchOf(3));
  expect([quarantine.isFull('one'), quarantine.isFull('two')]).toEqual([true, false]);
  expect(await quarantine.read('../records')).toBeUndefined();
});

test('of dead letters only those are set aside that have no room, also when they come again', async () => {
  const kept = temporaryRecords({ deadLetters: { count: 2, bytes: 1 << 20 } });
  const quarantine = await openQuarantine('/data/quarantine', new SimulatedDisk().layer());
  const { id: clusterId } = await kept.records.clusters.add({
    name: 'prod',
    project: 'shop',
    kind: 'self-managed',
    retentionDays: 30,
  });
  const sink = createOverflowingSink(createDeadLetterSink(kept.records.deadLetters), quarantine);
  const rejects = ['a', 'b', 'c'].map((text, index) => ({
    clusterId,
    receivedAtMicros: index,
    reason: 'engine-refused' as const,
    detail: '',
    bytes: Buffer.from(text),
  }));
  await sink.add(rejects);
  await sink.add(rejects);
  expect(await kept.records.deadLetters.list({ limit: 10 })).toHaveLength(2);
  expect(quarantine.list().map(({ receivedAtMicros }) => receivedAtMicros)).toEqual([2]);
  await kept.remove();
});
