import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createManualClock } from '../platform/index.ts';
import { type ActivityLog, createActivityLog } from './activity.ts';
import type { ActivityGroups } from './activity-thread.ts';
import { type ActivityBounds, type ActivityEntry, createActivityWriter } from './activity-writer.ts';
import { isDiskFull, openDatabase } from './database.ts';

const dayMs = 86_400_000;
let directory: string;
let database: DatabaseSync;
let groupSizes: number[];
let activity: ActivityLog;
let clock: ReturnType<typeof createManualClock>;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'activity-'));
  database = openDatabase({ path: path.join(directory, 'records.db') });
  clock = createManualClock(1_763_661_600_000);
  groupSizes = [];
  activity = createActivityLog(database, groupsWithin({ days: 30, bytes: 2 ** 30 }), clock);
});

afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

/** What the thread does, in this one: so that the test may take the room of its connection. */
function groupsWithin(bounds: ActivityBounds): ActivityGroups {
  const writer = createActivityWriter(database, bounds);
  return {
    write: async (entries) => {
      groupSizes.push(entries.length);
      await Promise.resolve();
      return writer.write(entries);
    },
    removeOld: async (now) => {
      while (writer.removeOld(now));
    },
    close: async () => undefined,
  };
}

function append(action: string, log = activity): Promise<void> {
  const detail = { query: 'x'.repeat(4000) };
  return log.append({ actor: 'ann', address: undefined, action, target: undefined, outcome: 'done', detail });
}

async function actions(): Promise<readonly string[]> {
  return (await activity.list({ limit: 5000 })).map(({ action }) => action).toReversed();
}

/** A database that may not grow fails as one on a full disk does. */
function limitPages(count: number): void {
  database.exec(`PRAGMA max_page_count = ${count}`);
}

describe('entries', () => {
  test('that come while others are written are one group, in their order, and each waits until it is on disk', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `query-${index}`);
    await Promise.all(names.map((name) => append(name)));
    expect(await actions()).toEqual(names);
    expect(groupSizes).toEqual([1, 299]);
  });

  test('of the same call by the same caller within a minute are one with a count', async () => {
    const first = clock.now();
    for (let second = 0; second < 90; second += 30) {
      await append('query');
      await append(`other-${second}`);
      clock.advance(30_000);
    }
    expect((await activity.list({ limit: 10 })).toReversed()).toMatchObject([
      { action: 'query', at: first, count: 2, lastAt: first + 30_000 },
      { action: 'other-0', count: 1 },
      { action: 'other-30', count: 1 },
      { action: 'query', at: first + 60_000, count: 1, lastAt: first + 60_000 },
      { action: 'other-60', count: 1 },
    ]);
  });

  test('that differ in anything but their time are not the same', async () => {
    const entry = {
      actor: 'ann',
      address: '10.0.0.1',
      action: 'query',
      target: 'a',
      outcome: 'done',
      detail: { q: 1 },
    };
    const others = [
      { actor: 'bob' },
      { address: '10.0.0.2' },
      { action: 'export' },
      { target: 'b' },
      { outcome: 'internal' },
      { detail: { q: 2 } },
    ];
    for (const other of [{}, ...others]) await activity.append({ ...entry, ...other });
    expect(await activity.list({ limit: 10 })).toHaveLength(7);
  });

  test('can be neither changed nor taken from the middle', async () => {
    for (const name of ['one', 'two', 'three']) await append(name);
    for (const statement of [
      "UPDATE activity SET actor = 'x'",
      'UPDATE activity SET count = 0',
      'UPDATE activity SET at = 0, count = count + 1',
      'DELETE FROM activity WHERE id = 2',
      'DELETE FROM activity WHERE id = 3',
    ])
      expect(() => database.exec(statement)).toThrow('append only');
    expect(await actions()).toEqual(['one', 'two', 'three']);
  });
});

describe('what is kept', () => {
  test('goes when it is past its retention, the oldest first, however much there is', async () => {
    const small = (name: string): ActivityEntry => ({
      at: clock.now(),
      actor: 'ann',
      address: null,
      action: name,
      target: null,
      outcome: 'done',
      detail: 'null',
    });
    const writer = createActivityWriter(database, { days: 30, bytes: 2 ** 30 });
    writer.write(Array.from({ length: 1700 }, (_, index) => small(`old-${index}`)));
    clock.advance(20 * dayMs);
    writer.write([small('young')]);
    clock.advance(10 * dayMs + 1);
    await activity.removeOld();
    expect(await actions()).toEqual(['young']);
    clock.advance(20 * dayMs);
    await activity.removeOld();
    expect(await actions()).toEqual([]);
    expect(database.prepare('SELECT bytes FROM activity_usage').get()).toEqual({ bytes: 0 });
  });

  test('stays within its bytes: each group pushes the oldest out', async () => {
    const log = createActivityLog(database, groupsWithin({ days: 30, bytes: 50_000 }), clock);
    for (let index = 0; index < 40; index += 1) await append(`query-${index}`, log);
    const left = await actions();
    expect(left).toEqual(Array.from({ length: 12 }, (_, index) => `query-${28 + index}`));
    expect(Number(database.prepare('SELECT bytes FROM activity_usage').get()?.['bytes'])).toBeLessThanOrEqual(50_000);
  });
});

describe('without room', () => {
  const noRoom = { code: 'disk-full', retryable: true };

  test('a call is refused; what was done before that was known is written when there is room, and all goes on', async () => {
    const size = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    limitPages(size + 8);
    const asked = Array.from({ length: 20 }, (_, index) => `query-${index}`);
    const refused: string[] = [];
    for (const name of asked) await append(name).catch(() => refused.push(name));
    const done = asked.slice(0, asked.length - refused.length + 1);
    expect(done.length).toBeGreaterThan(1);
    expect(refused.length).toBeGreaterThan(1);
    await expect(activity.ensureRoom()).rejects.toMatchObject(noRoom);
    await expect(append('nothing was done')).rejects.toMatchObject(noRoom);
    limitPages(2 ** 30);
    await activity.ensureRoom();
    await append('last');
    expect(await actions()).toEqual([...done, 'last']);
  });

  test('nothing is collected: what is refused is forgotten', async () => {
    limitPages(1);
    // A few pages are free.
    for (let index = 0; index < 30; index += 1) await append(`filling-${index}`).catch(() => undefined);
    const before = await actions();
    for (let index = 0; index < 100; index += 1) await expect(append(`query-${index}`)).rejects.toMatchObject(noRoom);
    expect(groupSizes.at(-1)).toBe(2);
    limitPages(2 ** 30);
    await append('last');
    expect(await actions()).toEqual([...before, `filling-${before.length}`, 'last']);
  });

  test('a full disk is told from any other failure', () => {
    limitPages(1);
    const fill = (): void => database.exec(`CREATE TABLE t AS SELECT '${'x'.repeat(90_000)}' AS a`);
    expect(() => fill()).toThrow(expect.toSatisfy(isDiskFull));
    expect(() => database.exec('SELECT nothing')).toThrow(expect.toSatisfy((error) => !isDiskFull(error)));
  });
});
