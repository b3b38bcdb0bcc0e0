import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createManualClock } from '../platform/index.ts';
import { type ActivityLog, createActivityLog } from './activity.ts';
import { isDiskFull, openDatabase } from './database.ts';

let directory: string;
let database: DatabaseSync;
let activity: ActivityLog;
const clock = createManualClock(1_763_661_600_000);

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'activity-'));
  database = openDatabase({ path: path.join(directory, 'records.db') });
  activity = createActivityLog(database, clock);
});

afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

function append(action: string): Promise<'kept' | 'owed'> {
  const detail = { query: 'x'.repeat(4000) };
  return activity.append({ actor: 'ann', address: undefined, action, target: undefined, outcome: 'done', detail });
}

/** A database that may not grow fails as one on a full disk does. */
function limitPages(count: number): void {
  database.exec(`PRAGMA max_page_count = ${count}`);
}

test('what the disk has no room for is written when there is room again, in its order and under its time', async () => {
  const size = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  limitPages(size + 8);
  const names = Array.from({ length: 30 }, (_, index) => `query-${index}`);
  const answers: string[] = [];
  for (const name of names) {
    answers.push(await append(name));
    clock.advance(1000);
  }
  expect(answers[0]).toBe('kept');
  expect(answers.at(-1)).toBe('owed');
  limitPages(2 ** 30);
  expect(await append('last')).toBe('kept');
  const kept = (await activity.list({ limit: 50 })).toReversed();
  expect(kept.map(({ action }) => action)).toEqual([...names, 'last']);
  expect(kept.map(({ at }) => at)).toEqual(kept.map((_, index) => (kept[0]?.at ?? 0) + 1000 * index));
});

test('it is refused when too much is owed, and taken again when there is room', async () => {
  limitPages(1);
  const appendUntilRefused = async (): Promise<void> => {
    for (let count = 0; count < 20_000; count += 1) await append(`query-${count}`);
  };
  await expect(appendUntilRefused()).rejects.toMatchObject({ code: 'disk-full', retryable: true });
  limitPages(2 ** 30);
  expect(await append('last')).toBe('kept');
});

test('a full disk is told from any other failure', () => {
  limitPages(1);
  const fill = (): void => database.exec(`CREATE TABLE t AS SELECT '${'x'.repeat(9000)}' AS a`);
  expect(() => fill()).toThrow(expect.toSatisfy(isDiskFull));
  expect(() => database.exec('SELECT nothing')).toThrow(expect.toSatisfy((error) => !isDiskFull(error)));
});
