import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testEvent } from '../../ingest/testkit.ts';
import { createManualClock } from '../../platform/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../testkit.ts';
import { bytesOf, type DayStorage, sumOf } from './apportion.ts';
import { createStorageMeter } from './meter.ts';

const today = Date.UTC(2026, 10, 21, 12);
const dayMs = 86_400_000;
const clock = createManualClock(today);
let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());

/** Events with a body of random text, which hardly gets smaller. */
function linesOf(count: number, bodyLength: number, from = 0): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    let seed = from + index + 1;
    const text = Array.from({ length: bodyLength }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return (seed % 36).toString(36);
    }).join('');
    return testEvent(from + index).replace('"requestObject":{', `"requestObject":{"t":"${text}",`);
  });
}

/** The bytes of files of the table, as the file system has them. */
function bytesOnDisk(): number {
  const files = readdirSync(engine.directory, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile() && /[/\\]\d{8}_\d+_\d+_\d+/.test(`${file.parentPath}/${file.name}`))
    .reduce((sum, file) => sum + statSync(path.join(file.parentPath, file.name)).size, 0);
}

async function clustersOf(meter = createStorageMeter(engine, clock)): Promise<Record<string, readonly DayStorage[]>> {
  return Object.fromEntries((await meter.measure()).clusters);
}

const total = (days: readonly DayStorage[] = []): number => bytesOf(sumOf(days));

test('large events take more than small ones, in small parts and in large ones, and all together what the disk says', async () => {
  await insertLines(engine, 'small', linesOf(2000, 10), (today - dayMs) * 1000);
  await insertLines(engine, 'large', linesOf(2000, 500, 5000), (today - dayMs) * 1000);
  await insertLines(engine, 'large', linesOf(1000, 500, 9000), today * 1000);
  // Two keys of one name: a line that is kept as it came.
  const odd = linesOf(200, 500, 20_000).map((line) => line.replace('"verb":', '"verb":"x","verb":'));
  await insertLines(engine, 'odd', odd, today * 1000);
  const compact = await clustersOf();
  await engine.command('ALTER TABLE events MODIFY SETTING min_bytes_for_wide_part = 1, min_rows_for_wide_part = 1');
  await engine.command('OPTIMIZE TABLE events FINAL SETTINGS optimize_skip_merged_partitions = 0');
  const wide = await clustersOf();
  for (const { small, large, odd: kept } of [compact, wide]) {
    expect([small, large, kept].map((days) => days?.map(({ day, events }) => [day, events]))).toEqual([
      [['20261120', 2000]],
      [
        ['20261120', 2000],
        ['20261121', 1000],
      ],
      [['20261121', 200]],
    ]);
    expect(total(large?.slice(0, 1))).toBeGreaterThan(1.5 * total(small));
    expect(sumOf(kept ?? []).raw).toBeGreaterThan(0.2 * total(kept));
    expect(sumOf([...(small ?? []), ...(large?.slice(0, 1) ?? [])]).raw).toBeLessThan(1000);
    expect(sumOf(large ?? []).indexes).toBeGreaterThan(0);
  }
  const measured = total([...(wide['small'] ?? []), ...(wide['large'] ?? []), ...(wide['odd'] ?? [])]);
  const { rows } = await engine.rows(
    "SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = currentDatabase() AND table = 'events'",
  );
  expect(Math.abs(measured - Number(rows[0]?.[0]))).toBeLessThan(20);
  // Parts that were merged stand beside the new ones for a while.
  expect(bytesOnDisk()).toBeGreaterThanOrEqual(measured - 20);
});

test('is measured again after a while, and a day that did not change is not looked at again', async () => {
  const statements: string[] = [];
  const watched = {
    ...engine,
    rows: (sql: string, options?: object) => (statements.push(sql), engine.rows(sql, options)),
  };
  const meter = createStorageMeter(watched, clock);
  const [first, same] = await Promise.all([meter.measure(), meter.measure()]);
  expect(same).toBe(first);
  const looks = (): number => statements.filter((sql) => sql.includes('byteSize')).length;
  expect(looks()).toBe(1);
  clock.advance(6 * 60_000);
  expect(await meter.measure()).toMatchObject({ measuredAt: clock.now(), clusters: first.clusters });
  expect(looks()).toBe(1);
  await insertLines(engine, 'new', linesOf(10, 10, 50_000), today * 1000);
  expect((await meter.measure()).clusters.has('new')).toBe(false);
  clock.advance(6 * 60_000);
  expect((await meter.measure()).clusters.get('new')).toMatchObject([{ day: '20261121', events: 10 }]);
  expect(looks()).toBe(2);
  await engine.command("ALTER TABLE events DROP PARTITION ID '20261120'");
  clock.advance(6 * 60_000);
  expect((await meter.measure()).clusters.has('small')).toBe(false);
});

test('a failure is not remembered', async () => {
  let isDead = true;
  const dying = {
    ...engine,
    rows: async (sql: string, options?: object) => {
      if (isDead) throw new Error('gone');
      return engine.rows(sql, options);
    },
  };
  const meter = createStorageMeter(dying, clock);
  await expect(meter.measure()).rejects.toThrow('gone');
  isDead = false;
  expect((await meter.measure()).clusters.size).toBeGreaterThan(0);
});

test('an empty store takes nothing', async () => {
  await engine.command('TRUNCATE TABLE events');
  expect(await clustersOf()).toEqual({});
});
