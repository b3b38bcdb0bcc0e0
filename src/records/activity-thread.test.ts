import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startActivityThread } from './activity-thread.ts';
import type { ActivityEntry } from './activity-writer.ts';
import { openDatabase } from './database.ts';

const entryOf = (actor: string): ActivityEntry => ({
  at: 0,
  actor,
  address: null,
  action: 'query',
  target: null,
  outcome: 'done',
  detail: 'null',
});

test('what is asked at once gets each its own answer, and groups go between the pieces of a removal', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'activity-thread-'));
  const file = path.join(directory, 'records.db');
  const database = openDatabase({ path: file });
  const groups = startActivityThread({ path: file, bounds: { days: 1, bytes: 2 ** 30 } });
  try {
    database.exec(
      "CREATE TRIGGER refuse BEFORE INSERT ON activity WHEN new.actor = 'mallory' BEGIN SELECT RAISE(ABORT, 'refused'); END",
    );
    await groups.write(Array.from({ length: 1700 }, (_, index) => entryOf(`old-${index}`)));
    let isRemoved = false;
    const removing = groups.removeOld(2 * 86_400_000).then(() => (isRemoved = true));
    await expect(groups.write([entryOf('mallory')])).rejects.toThrow('refused');
    await expect(groups.write([entryOf('ann')])).resolves.toBe('written');
    expect(isRemoved).toBe(false);
    await removing;
    expect(database.prepare('SELECT count(*) AS count FROM activity').get()).toEqual({ count: 0 });
  } finally {
    await groups.close();
    database.close();
    rmSync(directory, { recursive: true });
  }
});
