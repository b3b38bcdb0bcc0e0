import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createManualClock } from '../platform/index.ts';
import { openRecords, type Records } from './open-records.ts';
import { isWalDamaged } from './wal-check.ts';

const clock = createManualClock(1_763_661_600_000);
let directory: string;
let file: string;
let beside: readonly string[];

/** A folder as a server that was killed leaves it: the last changes are in the WAL alone. */
beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'damage-'));
  const live = path.join(directory, 'live.db');
  file = path.join(directory, 'records.db');
  const journal = path.join(directory, 'journal');
  mkdirSync(journal);
  beside = [journal];
  const records = openRecords({ path: live, clock });
  for (const name of ['one', 'two', 'three', 'four']) await add(records, name);
  copyFileSync(live, file);
  copyFileSync(`${live}-wal`, `${file}-wal`);
  await records.close();
});

afterEach(() => rmSync(directory, { recursive: true }));

function add(records: Records, name: string) {
  return records.clusters.add({ name, project: 'default', kind: 'self-managed', retentionDays: 30 });
}

async function namesIn(): Promise<readonly string[]> {
  const records = openRecords({ path: file, beside, clock });
  const clusters = await records.clusters.list();
  await records.close();
  return clusters.map(({ name }) => name);
}

/** All that went in are there; the next open finds the WAL in the file. */
async function settle(): Promise<void> {
  expect(await namesIn()).toEqual(['four', 'one', 'three', 'two']);
  expect(existsSync(`${file}-wal`)).toBe(false);
}

function overwrite(target: string, from: number, bytes: Uint8Array): void {
  const contents = readFileSync(target);
  contents.set(bytes, from);
  writeFileSync(target, contents);
}

function expectRefused(reason: RegExp): void {
  const before = existsSync(file) ? readFileSync(file) : undefined;
  expect(() => openRecords({ path: file, beside, clock })).toThrow(
    expect.objectContaining({ code: 'records-damaged', message: expect.stringMatching(reason) }),
  );
  expect(() => openRecords({ path: file, beside, clock })).toThrow(/restore it from a backup/);
  expect(existsSync(file) ? readFileSync(file) : undefined).toEqual(before);
}

test('what a killed server left is all there', settle);

test('a file that is gone is not made anew where the folder was used', () => {
  rmSync(file);
  expectRefused(/the file is gone/);
  expect(existsSync(file)).toBe(false);
});

test('a folder that was never used gets its records', async () => {
  rmSync(file);
  rmSync(`${file}-wal`);
  beside = [path.join(directory, 'none')];
  expect(await namesIn()).toEqual([]);
});

test('an empty file is refused', () => {
  truncateSync(file);
  expectRefused(/the file is empty/);
});

test('a file of something else is refused', async () => {
  await settle();
  writeFileSync(file, Buffer.alloc(8192, 'no database '));
  expectRefused(/the file is no database/);
});

test('a file whose header is gone is refused', async () => {
  await settle();
  overwrite(file, 0, Buffer.alloc(100));
  expectRefused(/the file is no database/);
});

test('a file that was cut is refused', async () => {
  await settle();
  truncateSync(file, Math.floor(readFileSync(file).length / 2));
  expectRefused(/cannot open records/);
});

test('a page that was overwritten is refused', async () => {
  await settle();
  overwrite(file, 3 * 4096, Buffer.alloc(4096, 0x5a));
  expectRefused(/cannot open records/);
});

test('a WAL that is gone, with everything in it, is refused', () => {
  const size = readFileSync(file).length;
  rmSync(`${file}-wal`);
  // As at the very beginning: the file has its header alone.
  truncateSync(file, Math.min(size, 4096));
  expectRefused(/its write-ahead log is gone|cannot open records/);
});

test('a WAL whose header is overwritten is refused: SQLite would take it for an empty one', () => {
  overwrite(`${file}-wal`, 0, Buffer.alloc(32, 0x5a));
  expectRefused(/its write-ahead log .* is damaged/);
});

test('a WAL that rotted before its last commit is refused, wherever: SQLite would forget what follows', () => {
  const wal = readFileSync(`${file}-wal`);
  // The last commit has a page for each table and index that a cluster stands in.
  const sure = wal.length - 16 * (24 + 4096);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: sure - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const rotten = Buffer.from(wal);
      rotten[at] = (rotten[at] ?? 0) ^ change;
      writeFileSync(`${file}-wal`, rotten);
      expect(isWalDamaged(`${file}-wal`)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('a WAL that ends in a commit that a crash tore is no damage, wherever it is cut', async () => {
  const wal = readFileSync(`${file}-wal`);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: wal.length }), async (length) => {
      writeFileSync(`${file}-wal`, wal.subarray(0, length));
      expect(isWalDamaged(`${file}-wal`)).toBe(false);
    }),
    { numRuns: 200 },
  );
  // Pages of the last commit may have reached the disk in any order.
  const torn = Buffer.from(wal);
  torn.fill(0, wal.length - 2 * (24 + 4096), wal.length - (24 + 4096));
  writeFileSync(`${file}-wal`, torn);
  expect(await namesIn()).toEqual(['one', 'three', 'two']);
});
