import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from '../platform/index.ts';
import type { Cluster } from '../records/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../records/testkit.ts';
import { type DailyIntake, startDailyIntake } from './daily-intake.ts';

const dayMs = 86_400_000;

let kept: TemporaryRecords;
let intake: DailyIntake;
let cluster: Cluster;
let refused: string[];

beforeEach(async () => {
  kept = temporaryRecords();
  cluster = await kept.records.clusters.add({ name: 'a', project: 'team', kind: 'managed', retentionDays: 1 });
  refused = [];
  intake = start();
});
afterEach(async () => {
  await intake.close();
  await kept.remove();
});

function start(): DailyIntake {
  const { clock, records } = kept;
  const onRefused = (project: string): number => refused.push(project);
  return startDailyIntake({ records, clock, logger: createLogger('silent'), onRefused });
}

async function total(): Promise<number> {
  return (await intake.today()).reduce((sum, { bytes }) => sum + bytes, 0);
}

const full = expect.objectContaining({ code: 'daily-quota-reached' });

test('a body is taken as a whole or not at all, up to the last byte', async () => {
  await kept.records.projects.setQuota('team', { bytesPerDay: 100 });
  await intake.take(cluster, 60);
  await expect(intake.take(cluster, 41)).rejects.toMatchObject({
    code: 'daily-quota-reached',
    message: /project "team" is sufficient \(bytes a day: 60 of 100 used, 41 more needed\)/,
  });
  await intake.ensureRoom(cluster);
  await intake.take(cluster, 40);
  await expect(intake.ensureRoom(cluster)).rejects.toEqual(full);
  expect(await total()).toBe(100);
});

test('bodies that come at the same time see each other', async () => {
  await kept.records.projects.setQuota('team', { bytesPerDay: 100 });
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => intake.take(cluster, 30)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(await total()).toBe(90);
});

test('what was not acknowledged is not counted', async () => {
  await kept.records.projects.setQuota('team', { bytesPerDay: 100 });
  const takeBack = await intake.take(cluster, 100);
  takeBack();
  expect(await total()).toBe(0);
  await intake.take(cluster, 100);
});

test('a quota is of all clusters of the project, and of no other project; a moved cluster counts where it is', async () => {
  const { clusters, projects } = kept.records;
  const other = await clusters.add({ name: 'b', project: 'team', kind: 'managed', retentionDays: 1 });
  await projects.setQuota('team', { bytesPerDay: 100 });
  await intake.take(cluster, 50);
  await expect(intake.take(other, 51)).rejects.toEqual(full);
  const moved = await clusters.change('b', { project: 'elsewhere' });
  await intake.take(moved, 1000);
  // What came while it was there stays counted there.
  const gone = await clusters.change('a', { project: 'elsewhere' });
  await intake.take(gone, 1000);
  await clusters.change('b', { project: 'team' });
  await expect(intake.take({ ...moved, project: 'team' }, 51)).rejects.toEqual(full);
});

test('a raised quota holds at once', async () => {
  await kept.records.projects.setQuota('team', { bytesPerDay: 0 });
  await expect(intake.ensureRoom(cluster)).rejects.toEqual(full);
  await kept.records.projects.setQuota('team', { bytesPerDay: null });
  await intake.take(cluster, 2 ** 40);
});

test('who is refused is told of for some minutes after the last time', async () => {
  await kept.records.projects.setQuota('team', { bytesPerDay: 10 });
  expect(intake.full()).toEqual([]);
  await expect(intake.take(cluster, 11)).rejects.toEqual(full);
  kept.clock.advance(200_000);
  await expect(intake.take(cluster, 11)).rejects.toEqual(full);
  expect(intake.full()).toEqual([{ project: 'team', batches: 2 }]);
  expect(refused).toEqual(['team', 'team']);
  kept.clock.advance(299_000);
  expect(intake.full()).toEqual([{ project: 'team', batches: 2 }]);
  kept.clock.advance(2000);
  expect(intake.full()).toEqual([]);
});

test('a day begins at midnight UTC, and a clock that is set back goes on with the day before', async () => {
  await kept.records.projects.setQuota('team', { bytesPerDay: 100 });
  await intake.take(cluster, 70);
  kept.clock.advance(dayMs);
  await intake.take(cluster, 90);
  expect(await total()).toBe(90);
  kept.clock.advance(-dayMs);
  expect(await total()).toBe(70);
  await expect(intake.take(cluster, 31)).rejects.toEqual(full);
  await intake.take(cluster, 30);
  kept.clock.advance(dayMs);
  expect(await total()).toBe(90);
});

test('the count outlives a restart, and a kill but for the last seconds', async () => {
  await intake.take(cluster, 70);
  kept.clock.advance(5000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await kept.records.receivedBytes.since('20251101')).toMatchObject([{ project: 'team', bytes: 70 }]);
  await intake.take(cluster, 5);
  await intake.close();
  kept.reopen();
  intake = start();
  expect(await total()).toBe(75);
});
