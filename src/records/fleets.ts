import type { DatabaseSync } from 'node:sqlite';
import { text } from './row.ts';
import type { Synchronous } from './synchronous.ts';

/** What is known of a cluster's API servers. */
export interface KeptFleet {
  readonly clusterId: string;
  /** JSON, as whoever kept it writes it. */
  readonly state: string;
}

/** The API servers of clusters, over restarts. */
export interface Fleets {
  /** In the place of what was known before. That of a cluster that is gone is not kept. */
  put(fleet: KeptFleet): Promise<void>;
  list(): Promise<readonly KeptFleet[]>;
}

/** Keeps them in the database. */
export function createFleets(database: DatabaseSync): Synchronous<Fleets> {
  const put = database.prepare('INSERT OR REPLACE INTO fleets SELECT id, ? FROM clusters WHERE id = ?');
  const all = database.prepare('SELECT * FROM fleets');
  return {
    put: ({ clusterId, state }) => {
      put.run(state, clusterId);
    },
    list: () => all.all().map((row) => ({ clusterId: text(row, 'cluster_id'), state: text(row, 'state') })),
  };
}
