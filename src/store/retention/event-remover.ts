import { invariant, type Semaphore } from '../../base/index.ts';
import type { Engine } from '../../engine/index.ts';
import type { Holding } from './removal.ts';

/** Takes events out of the store, a day of receipt at a time. */
export interface EventRemover {
  /** Everything that the store holds. */
  holdings(): Promise<readonly Holding[]>;
  /** Drops a day, unless it holds events of a cluster that is not named by now: then nothing happens. Resolves to whether it did. */
  dropDay(day: string, clusterIds: readonly string[]): Promise<boolean>;
  /** Has the engine delete the events of some clusters from a day. Resolves when the engine has taken it on; it does the work by itself, also after a crash. */
  startDeletion(day: string, clusterIds: readonly string[]): Promise<void>;
  /** Whether a deletion that was started is under way. */
  isDeleting(): Promise<boolean>;
}

/** Counts over the whole table are to disturb nobody. */
const calm = { max_threads: 1 };

/**
 * Removes through an engine. `inserts` is the mutex of the writer: what waited in the journal is inserted under the day on which it
 * was received, so a day is looked at and dropped while nothing is inserted.
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
    dropDay: (day, clusterIds) =>
      inserts.run(async () => {
        const { rows } = await engine.rows(
          'SELECT DISTINCT cluster_id FROM events WHERE _partition_id = {day:String}',
          { parameters: { day }, settings: calm },
        );
        if (!rows.every(([clusterId]) => clusterIds.includes(String(clusterId)))) return false;
        // A server refuses to drop more than 50 GB unless it is told to.
        await engine.command(
          `ALTER TABLE events DROP PARTITION ID '${partitionId(day)}' SETTINGS max_partition_size_to_drop = 0`,
        );
        // What was damaged and set aside goes as well.
        await engine.command(
          `ALTER TABLE events DROP DETACHED PARTITION ID '${partitionId(day)}' SETTINGS allow_drop_detached = 1`,
        );
        return true;
      }),
    async startDeletion(day, clusterIds) {
      // Not a lightweight DELETE, which leaves the bytes on the disk of a day that is never merged again; and not waited for, as inserts
      // have to wait for the statement.
      await engine.command(
        `ALTER TABLE events DELETE IN PARTITION ID '${partitionId(day)}'
           WHERE cluster_id IN {clusters:Array(String)} SETTINGS mutations_sync = 0`,
        { parameters: { clusters: clusterIds } },
      );
    },
    async isDeleting() {
      const { rows } = await engine.rows(
        "SELECT count() FROM system.mutations WHERE database = currentDatabase() AND table = 'events' AND NOT is_done",
      );
      return Number(rows[0]?.[0]) > 0;
    },
  };
}

/** The place of a partition takes no bound parameter. */
function partitionId(day: string): string {
  invariant(/^\d{8}$/.test(day), `partition "${day}" is a day`);
  return day;
}
