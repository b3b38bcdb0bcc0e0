import type { DatabaseSync } from 'node:sqlite';
import { isDiskFull, transaction } from './database.ts';
import { integer, type Row } from './row.ts';

/** An entry as it is written: the detail is JSON. */
export interface ActivityEntry {
  /** Unix milliseconds. */
  readonly at: number;
  readonly actor: string;
  readonly address: string | null;
  readonly action: string;
  readonly target: string | null;
  readonly outcome: string;
  readonly detail: string;
}

/** How much of the log is kept; the oldest entries go first. */
export interface ActivityBounds {
  readonly days: number;
  readonly bytes: number;
}

/** Writes groups of entries, and removes what is past the bounds. Runs in the thread of the log. */
export interface ActivityWriter {
  /** Writes all of them, or none where the disk has no room. What it says holds on the disk. */
  write(entries: readonly ActivityEntry[]): 'written' | 'full';
  /** Removes some of what is too old at a time in Unix milliseconds. Says whether there may be more. */
  removeOld(now: number): boolean;
}

const dayMs = 86_400_000;
/** A caller who repeats a call within this time of its first makes one entry with a count. */
const repeatMs = 60_000;
/** Calls that are remembered for that; the first that came is forgotten first. */
const rememberedCalls = 10_000;
/** Entries that are looked at in one go when some are removed, so that no group waits long. */
const removedAtOnce = 500;

const sizeOfEntry = `(100 + octet_length(actor) + coalesce(octet_length(address), 0) + octet_length(action)
  + coalesce(octet_length(target), 0) + octet_length(outcome) + octet_length(detail))`;

export function createActivityWriter(database: DatabaseSync, bounds: ActivityBounds): ActivityWriter {
  const insert = database.prepare(
    `INSERT INTO activity (at, actor, address, action, target, outcome, detail, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     RETURNING id, ${sizeOfEntry} AS size`,
  );
  const repeat = database.prepare('UPDATE activity SET count = count + 1, last_at = max(last_at, ?) WHERE id = ?');
  const oldest = database.prepare(
    `SELECT id, at, ${sizeOfEntry} AS size FROM activity ORDER BY id LIMIT ${removedAtOnce}`,
  );
  const removeTo = database.prepare('DELETE FROM activity WHERE id <= ?');
  const usage = database.prepare('SELECT bytes FROM activity_usage');
  const addUsage = database.prepare('UPDATE activity_usage SET bytes = bytes + ?');
  const calls = createRecentCalls();

  function put(entry: ActivityEntry): void {
    const known = calls.find(entry);
    if (known !== undefined && repeat.run(entry.at, known).changes > 0) return;
    const { at, actor, address, action, target, outcome, detail } = entry;
    const row = insert.get(at, actor, address, action, target, outcome, detail, at) ?? {};
    addUsage.run(integer(row, 'size'));
    calls.add(entry, integer(row, 'id'));
  }

  /** Removes the oldest while they are to go, some at a time; says whether there may be more. */
  function removeWhile(isToGo: (row: Row, bytesLeft: number) => boolean): boolean {
    let left = integer(usage.get() ?? {}, 'bytes');
    let removed = 0;
    let last: number | undefined;
    const rows = oldest.all();
    let count = 0;
    for (const row of rows) {
      if (!isToGo(row, left)) break;
      last = integer(row, 'id');
      left -= integer(row, 'size');
      removed += integer(row, 'size');
      count += 1;
    }
    if (last === undefined) return false;
    removeTo.run(last);
    addUsage.run(-removed);
    return count === rows.length;
  }

  const isTooMuch = (_: Row, bytesLeft: number): boolean => bytesLeft > bounds.bytes;

  return {
    write: (entries) => {
      try {
        transaction(database, () => {
          for (const entry of entries) put(entry);
          removeWhile(isTooMuch);
        });
        return 'written';
      } catch (error) {
        // What was noted of this group was undone with it.
        calls.clear();
        if (isDiskFull(error)) return 'full';
        throw error;
      }
    },
    removeOld: (now) => {
      const isTooOld = (row: Row): boolean => integer(row, 'at') < now - bounds.days * dayMs;
      return transaction(database, () => removeWhile(isTooOld));
    },
  };
}

/** The ids of the entries of the latest calls, by what makes two of them the same. */
function createRecentCalls() {
  const entries = new Map<string, { readonly id: number; readonly since: number }>();
  const keyOf = ({ actor, address, action, target, outcome, detail }: ActivityEntry): string =>
    JSON.stringify([actor, address, action, target, outcome, detail]);
  return {
    find(entry: ActivityEntry): number | undefined {
      const known = entries.get(keyOf(entry));
      return known !== undefined && Math.abs(entry.at - known.since) < repeatMs ? known.id : undefined;
    },
    add(entry: ActivityEntry, id: number): void {
      const key = keyOf(entry);
      entries.delete(key);
      entries.set(key, { id, since: entry.at });
      const [first] = entries.keys();
      if (entries.size > rememberedCalls && first !== undefined) entries.delete(first);
    },
    clear: () => entries.clear(),
  };
}
