import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testEvent } from '../ingest/testkit.ts';
import { createMutex } from '../base/index.ts';
import { createLogger, createManualClock, createMetrics, type ManualClock, realFiles } from '../platform/index.ts';
import { openRecords, type Records } from '../records/index.ts';
import { createIngestMetrics, type IngestMetrics } from '../server/index.ts';
import { createEngine, superviseEngine } from '../engine/index.ts';
import {
  createEventRemover,
  dayOf,
  type EventRemover,
  type Manifest,
  openManifest,
  type Retention,
} from '../store/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../store/testkit.ts';
import { composeRetention } from './retention.ts';
import { startTestServer } from './testkit.ts';

const today = Date.UTC(2026, 10, 21, 12);
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const directories: string[] = [];

function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'whodunit-retention-'));
  directories.push(directory);
  return directory;
}

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

describe('retention', () => {
  let engine: TestEngine;
  let remover: EventRemover;
  let manifest: Manifest;
  let clock: ManualClock;
  let batches = 0;
  let records: Records;
  let registry: ReturnType<typeof createMetrics>;
  let metrics: IngestMetrics;

  beforeAll(async () => {
    engine = await startTestEngine();
    remover = createEventRemover(engine, createMutex());
    return () => engine.close();
  });

  beforeEach(async () => {
    await engine.command('TRUNCATE TABLE events');
    clock = createManualClock(today);
    records = openRecords({ path: path.join(temporaryDirectory(), 'records.db'), clock });
    manifest = await openManifest(path.join(temporaryDirectory(), 'manifest'), realFiles, createLogger('silent'));
    registry = createMetrics();
    metrics = createIngestMetrics(registry, {
      pendingEvents: () => 0,
      isRefusing: () => false,
      engineRestarts: () => 0,
      streamReads: () => 0,
      missingEvents: () => 0,
      quarantinedEvents: () => 0,
      waitingSeconds: () => 0,
      journalFailures: () => ({ write: 0, sync: 0, remove: 0, read: 0 }),
    });
    return () => records.close();
  });

  function start(removing = remover): Retention {
    const whenReady = Promise.resolve();
    const logger = createLogger('silent');
    const onDone = (): void => undefined;
    // No destination holds anything back.
    const forwarding = { removing: async () => async () => undefined, heldBackDays: async () => 0 };
    const needs = { remover: removing, manifest, records, metrics, forwarding, clock, logger, whenReady, onDone };
    return composeRetention(needs);
  }

  /** Adds a cluster with as many events on each of the given days before today. */
  async function addCluster(name: string, retentionDays: number, days: readonly number[], count = 3): Promise<string> {
    const { id } = await records.clusters.add({ name, project: 'default', kind: 'self-managed', retentionDays });
    for (const day of days) await receive(id, day, count);
    return id;
  }

  async function receive(id: string, daysAgo: number, count = 3): Promise<number> {
    const lines = Array.from({ length: count }, (_, index) => testEvent(daysAgo * 1000 + index));
    const receivedAtMicros = (today - daysAgo * dayMs) * 1000;
    const changes = [{ day: dayOf(receivedAtMicros), clusterId: id, events: count }];
    batches += 1;
    await manifest.apply({ journalId: 'j', from: batches, next: batches + 1, changes });
    return insertLines(engine, id, lines, receivedAtMicros);
  }

  /** What is left: ages in days, by cluster. */
  async function ages(): Promise<Record<string, number[]>> {
    const { rows } = await engine.rows(
      `SELECT cluster_id, dateDiff('day', toDate(received_at), toDate('2026-11-21')) AS age, count()
       FROM events GROUP BY ALL ORDER BY age, cluster_id`,
    );
    const found: Record<string, number[]> = {};
    for (const [id, age, count] of rows) {
      expect(Number(count)).toBe(3);
      const name = (await records.clusters.byId(String(id)))?.name ?? String(id);
      (found[name] ??= []).push(Number(age));
    }
    return found;
  }

  async function lastSuccess(): Promise<number> {
    const found = await registry.getSingleMetric('whodunit_retention_last_success_timestamp_seconds')?.get();
    return Number(found?.values[0]?.value);
  }

  /** Lets the time go on by seconds until nothing is left to do. */
  async function settled(): Promise<void> {
    for (const begun = clock.now() / 1000; (await lastSuccess()) < begun;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      clock.advance(1000);
    }
  }

  async function removed(): Promise<unknown[]> {
    const found = await registry.getSingleMetric('whodunit_retention_removed_events_total')?.get();
    const counts = (found?.values ?? []).map(({ labels, value }) => [labels['cluster'], labels['reason'], value]);
    return counts.toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  }

  test('removes just what is older than the retention of its cluster, of whole days and of parts of days', async () => {
    await addCluster('short', 1, [0, 1, 2, 3, 100]);
    await addCluster('usual', 30, [0, 2, 30, 31, 100]);
    await addCluster('long', 3650, [0, 31, 3650]);
    const retention = start();
    await settled();
    expect(await ages()).toEqual({ short: [0, 1], usual: [0, 2, 30], long: [0, 31, 3650] });
    expect(await removed()).toEqual([
      ['short', 'expired', 9],
      ['usual', 'expired', 6],
    ]);
    const log = await records.activity.list({ action: 'events-expire', limit: 10 });
    expect(log.map(({ actor, target, outcome, detail }) => ({ actor, target, outcome, detail }))).toContainEqual({
      actor: 'whodunit',
      target: 'usual',
      outcome: 'done',
      detail: { day: '2026-10-21', events: 3 },
    });
    expect(log).toHaveLength(5);
    // The manifest says what is left, and of nothing that was removed that it is missing.
    expect([...manifest.counts().values()].flatMap((clusters) => [...clusters.values()])).toEqual(Array(8).fill(3));
    // What was deleted from a day is off the disk too.
    const { rows } = await engine.rows(
      "SELECT sum(rows) FROM system.parts WHERE active AND database = currentDatabase() AND table = 'events'",
    );
    expect(Number(rows[0]?.[0])).toBe(3 * 8);
    await retention.close();
  });

  test('goes on as time does, and follows a retention that was changed', async () => {
    await addCluster('one', 10, [0, 5, 10]);
    const retention = start();
    await settled();
    expect(await ages()).toEqual({ one: [0, 5, 10] });
    await records.clusters.change('one', { retentionDays: 4 });
    clock.advance(hourMs);
    await settled();
    expect(await ages()).toEqual({ one: [0] });
    await records.clusters.change('one', { retentionDays: 2 });
    clock.advance(2 * dayMs);
    await settled();
    expect(await ages()).toEqual({ one: [0] });
    clock.advance(dayMs);
    await settled();
    expect(await ages()).toEqual({});
    await retention.close();
  });

  /** Events of one cluster that happened on days of January and were received so many days ago. */
  async function receivePast(id: string, daysAgo: number, days: readonly string[]): Promise<void> {
    const lines = days.map((day, index) =>
      testEvent(daysAgo * 1000 + index).replaceAll(/2026-11-20T/g, `2026-01-${day}T`),
    );
    const receivedAtMicros = (today - daysAgo * dayMs) * 1000;
    const changes = [{ day: dayOf(receivedAtMicros), clusterId: id, events: days.length }];
    batches += 1;
    await manifest.apply({ journalId: 'j', from: batches, next: batches + 1, changes });
    await insertLines(engine, id, lines, receivedAtMicros);
  }

  /** On disk, whatever a query sees: those that were deleted and stand in a part still are counted. */
  async function rowsOnDisk(): Promise<number> {
    const { rows } = await engine.rows(
      "SELECT sum(rows) FROM system.parts WHERE active AND database = currentDatabase() AND table = 'events'",
    );
    return Number(rows[0]?.[0]);
  }

  const micros = (day: string): number => Date.parse(`2026-01-${day}T00:00:00Z`) * 1000;

  test('a held cluster keeps everything, its neighbours of the same days nothing, until the hold is lifted', async () => {
    const held = await addCluster('held', 1, [0, 5, 100]);
    await addCluster('beside', 1, [0, 5, 100]);
    const retention = start();
    const whole = { clusterId: held, reason: 'case', fromMicros: undefined, toMicros: undefined, placedBy: 'ann' };
    const { id } = await retention.between(() => records.legalHolds.place(whole));
    await settled();
    expect(await ages()).toEqual({ held: [0, 5, 100], beside: [0] });
    expect(await rowsOnDisk()).toBe(3 * 4);
    expect([...manifest.counts().values()].flatMap((clusters) => [...clusters.values()])).toEqual([3, 3, 3, 3]);
    await records.legalHolds.lift(held, id);
    clock.advance(hourMs);
    await settled();
    expect(await ages()).toEqual({ held: [0], beside: [0] });
    expect(await rowsOnDisk()).toBe(3 * 2);
    await retention.close();
  });

  test('a held range keeps the days of receipt on which anything of it was received, of its cluster alone', async () => {
    const one = await addCluster('one', 1, []);
    const two = await addCluster('two', 1, []);
    await receivePast(one, 5, ['10', '11', '12']);
    await receivePast(two, 5, ['10', '11', '12']);
    await receivePast(one, 6, ['13', '14', '15']);
    await receivePast(one, 7, ['01', '02', '20']);
    await receivePast(one, 8, ['12', '20', '21']);
    const hold = { clusterId: one, reason: 'case', fromMicros: micros('11'), toMicros: micros('13'), placedBy: 'ann' };
    await records.legalHolds.place(hold);
    await records.legalHolds.place({ ...hold, fromMicros: undefined, toMicros: micros('01') });
    const retention = start();
    await settled();
    expect(await ages()).toEqual({ one: [5, 8] });
    expect(await rowsOnDisk()).toBe(6);
    // What is held is watched over as anything else is.
    expect([...manifest.counts()].map(([day, clusters]) => [day, [...clusters]])).toEqual([
      ['20261116', [[one, 3]]],
      ['20261113', [[one, 3]]],
    ]);
    await records.legalHolds.place({ ...hold, fromMicros: micros('21'), toMicros: undefined });
    for (const placed of await records.legalHolds.list(one))
      if (placed.toMicros !== undefined) await records.legalHolds.lift(one, placed.id);
    clock.advance(hourMs);
    await settled();
    expect(await ages()).toEqual({ one: [8] });
    await retention.close();
  });

  test('what may be held and is missing from the store is still missed when it is past its retention', async () => {
    const one = await addCluster('one', 1, [5]);
    await records.legalHolds.place({
      clusterId: one,
      reason: 'case',
      fromMicros: micros('11'),
      toMicros: micros('13'),
      placedBy: 'ann',
    });
    const changes = [{ day: '20261001', clusterId: one, events: 9 }];
    await manifest.apply({ journalId: 'j', from: 900, next: 901, changes });
    const retention = start();
    await settled();
    expect([...manifest.counts()].map(([day, clusters]) => [day, [...clusters]])).toEqual([['20261001', [[one, 9]]]]);
    await retention.close();
  });

  test('a hold is placed between steps: what is decided after it sees it', async () => {
    const held = await addCluster('held', 1, [5]);
    const { promise: looked, resolve: isLooking } = Promise.withResolvers<void>();
    const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
    const slow: EventRemover = {
      ...remover,
      isDeleting: async () => {
        isLooking();
        await mayGoOn;
        return remover.isDeleting();
      },
    };
    const retention = start(slow);
    await looked;
    const whole = { clusterId: held, reason: 'case', fromMicros: undefined, toMicros: undefined, placedBy: 'ann' };
    const placing = retention.between(() => records.legalHolds.place(whole));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await records.legalHolds.list()).toEqual([]);
    goOn();
    await placing;
    // It was due before anybody held it.
    expect(await ages()).toEqual({});
    await receive(held, 5);
    await settled();
    expect(await ages()).toEqual({ held: [5] });
    await retention.close();
  });

  test('asks when an event was received and not when it happened: the past and the year 9999 stay as long as any', async () => {
    const { id } = await records.clusters.add({
      name: 'odd',
      project: 'default',
      kind: 'self-managed',
      retentionDays: 7,
    });
    const odd = ['1970-01-01T00:00:00.000000Z', '9999-12-31T23:59:59.999999Z', '2261-01-01T00:00:00.000000Z'].map(
      (time, index) => testEvent(index).replaceAll(/2026-11-20T[^"]+/g, time),
    );
    await insertLines(engine, id, odd, today * 1000);
    const retention = start();
    clock.advance(7 * dayMs);
    await settled();
    expect(await ages()).toEqual({ odd: [0] });
    clock.advance(dayMs);
    await settled();
    expect(await ages()).toEqual({});
    await retention.close();
  });

  test('deletes the events of a deleted cluster, of its name no others, and keeps those of a cluster that nobody knows', async () => {
    await addCluster('gone', 365, [0, 1, 200]);
    await addCluster('stays', 365, [0]);
    await receive('unknown', 400);
    const retention = start();
    await settled();
    await records.clusters.delete('gone');
    await addCluster('gone', 365, [0]);
    retention.wake();
    await settled();
    expect(await ages()).toEqual({ gone: [0], stays: [0], unknown: [400] });
    expect(await removed()).toEqual([['gone', 'deleted', 9]]);
    await retention.close();
  });

  test('what arrives late for a day that was dropped is removed as well, and never takes with it what has to stay', async () => {
    const short = await addCluster('short', 1, [5]);
    const long = await addCluster('long', 365, []);
    const retention = start();
    await settled();
    expect(await ages()).toEqual({});
    // From a journal that waited for its engine: decided upon before, dropped after the other cluster's events came.
    await receive(short, 5);
    await receive(long, 5);
    const decided = [{ day: '20261116', clusterId: short, events: 3 }];
    expect(await remover.remove({ kind: 'drop', day: '20261116', removed: decided })).toBe(false);
    expect(await ages()).toEqual({ long: [5], short: [5] });
    clock.advance(hourMs);
    await settled();
    expect(await ages()).toEqual({ long: [5] });
    await retention.close();
  });
});

test('a cluster that was deleted while the engine was dead is out of the store once there is an engine, also after a restart', async () => {
  const data = temporaryDirectory();
  const lines = Array.from({ length: 50 }, (_, index) => testEvent(index)).join('\n');
  const json = { 'content-type': 'application/json' };
  const search = JSON.stringify({ query: '', from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' });

  const first = await startTestServer({ data });
  for (const name of ['gone', 'stays']) {
    await first.addCluster(name);
    await first.call('POST', `/ingest/v1/clusters/${name}/audit?wait=stored`, lines);
  }
  const gone = (await first.records.clusters.byName('gone'))?.id ?? '';
  process.kill(first.enginePid() ?? 0, 'SIGKILL');
  expect((await first.call('DELETE', '/api/v1/clusters/gone')).status).toBe(200);
  await first.lifecycle.close();

  const count = async (): Promise<number> => {
    const supervisor = superviseEngine({ directory: path.join(data, 'engine') });
    const engine = createEngine(() => supervisor.address());
    const sql = 'SELECT count() FROM events WHERE cluster_id = {gone:String}';
    const { rows } = await engine.rows(sql, { parameters: { gone } });
    await engine.close();
    await supervisor.close();
    return Number(rows[0]?.[0]);
  };
  expect(await count()).toBe(50);

  const second = await startTestServer({ data });
  await second.addCluster('gone');
  expect((await second.call('POST', '/api/v1/query', search, json)).body).toMatchObject({ total: 50 });
  const removals = () => second.records.activity.list({ action: 'events-delete', limit: 1 });
  while ((await removals()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await second.call('POST', '/api/v1/query', search, json)).body).toMatchObject({ total: 50 });
  const { body } = await second.call('GET', '/metrics');
  expect(body).toContain('whodunit_retention_removed_events_total{cluster="gone",reason="deleted"} 50');
  await second.lifecycle.close();
  expect(await count()).toBe(0);
});
