import { invariant, type Semaphore } from '../../base/index.ts';
import type { Engine } from '../../engine/index.ts';
import { type Hold, isHeld } from './held.ts';
import type { Holding, Removal } from './removal.ts';

/** Takes events out of the store, a day of receipt at a time. */
export interface EventRemover {
  /** Everything that the store holds. */
  holdings(): Promise<readonly Holding[]>;
  /** Of some days, those on which something was received that is held by one of the holds. */
  heldDays(days: readonly string[], holds: readonly Hold[]): Promise<readonly Pick<Holding, 'day' | 'clusterId'>[]>;
  /**
   * Takes a step, unless there is more by now than was looked at when it was decided: then nothing happens. Resolves to whether it did. A day
   * is dropped by then; a deletion the engine has taken on, and does by itself, also after a crash.
   */
  remove(removal: Removal): Promise<boolean>;
  /** Whether a deletion that was started is under way. */
  isDeleting(): Promise<boolean>;
}

/** Counts over the whole table are to disturb nobody. */
const calm = { max_threads: 1 };
/** Each has a few parameters; the others are of the next statement. */
const maxHoldsInStatement = 100;

/**
 * Removes through an engine. `inserts` is the mutex of the writer: what waited in the journal is inserted under the day on which it
 * was received, so a day is looked at and removed while nothing is inserted.
 */
export function createEventRemover(engine: Engine, inserts: Semaphore): EventRemover {
  return {
    async holdings() {
      const sql = 'SELECT _partition_id, cluster_id, count() FROM events GROUP BY 1, 2';
      const { rows } = await engine.rows(sql, { settings: calm });
      return rows.map(([day, clusterId, events]) => ({
        day: String(day),
        clusterId: String(clusterId),
        events: Number(events),
      }));
    },
    async heldDays(days, holds) {
      const held: Pick<Holding, 'day' | 'clusterId'>[] = [];
      for (let from = 0; from < holds.length; from += maxHoldsInStatement) {
        const { text, parameters } = isHeld(holds.slice(from, from + maxHoldsInStatement));
        const { rows } = await engine.rows(
          `SELECT DISTINCT _partition_id, cluster_id FROM events WHERE _partition_id IN {days:Array(String)} AND ${text}`,
          { parameters: { ...parameters, days }, settings: calm },
        );
        held.push(...rows.map(([day, clusterId]) => ({ day: String(day), clusterId: String(clusterId) })));
      }
      return held;
    },
    remove: ({ kind, day, removed }) =>
      inserts.run(async () => {
        const { rows } = await engine.rows(
          'SELECT cluster_id, count() FROM events WHERE _partition_id = {day:String} GROUP BY cluster_id',
          { parameters: { day }, settings: calm },
        );
        const decided = new Map(removed.map(({ clusterId, events }) => [clusterId, events]));
        const present = rows.map(([clusterId, events]) => ({ most: decided.get(String(clusterId)), events }));
        const isAsDecided = present.every(({ most, events }) =>
          most === undefined ? kind === 'delete' : Number(events) <= most,
        );
        if (!isAsDecided) return false;
        await (kind === 'drop' ? drop(engine, day) : startDeletion(engine, day, [...decided.keys()]));
        return true;
      }),
    async isDeleting() {
      const { rows } = await engine.rows(
        "SELECT count() FROM system.mutations WHERE database = currentDatabase() AND table = 'events' AND NOT is_done",
      );
      return Number(rows[0]?.[0]) > 0;
    },
  };
}

async function drop(engine: Engine, day: string): Promise<void> {
  // A server refuses to drop more than 50 GB unless it is told to.
  await engine.command(
    `ALTER TABLE events DROP PARTITION ID '${partitionId(day)}' SETTINGS max_partition_size_to_drop = 0`,
  );
  // What was damaged and set aside goes as well.
  await engine.command(
    `ALTER TABLE events DROP DETACHED PARTITION ID '${partitionId(day)}' SETTINGS allow_drop_detached = 1`,
  );
}

async function startDeletion(engine: Engine, day: string, clusterIds: readonly string[]): Promise<void> {
  // Not a lightweight DELETE, which leaves the bytes on the disk of a day that is never merged again; and not waited for, as inserts
  // have to wait for the statement.
  await engine.command(
    `ALTER TABLE events DELETE IN PARTITION ID '${partitionId(day)}'
       WHERE cluster_id IN {clusters:Array(String)} SETTINGS mutations_sync = 0`,
    { parameters: { clusters: clusterIds } },
  );
}

/** The place of a partition takes no bound parameter. */
function partitionId(day: string): string {
  invariant(/^\d{8}$/.test(day), `partition "${day}" is a day`);
  return day;
}
