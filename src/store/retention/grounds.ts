import { type Hold, holdsAll } from './held.ts';
import { firstKeptDay, type Holding } from './removal.ts';

/** Whose events stay how long, and whose go. */
export interface RetentionRules {
  list(): Promise<readonly { readonly id: string; readonly name: string; readonly retentionDays: number }[]>;
  /** Clusters that were deleted, ever. */
  deleted(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** What stays nevertheless. No cluster that was deleted is held. */
  holds(): Promise<readonly Hold[]>;
}

/** What an event is removed for, and the name of its cluster. */
export interface Grounds {
  readonly reason: 'expired' | 'deleted';
  readonly cluster: string;
}

/** Of a day of receipt and a cluster. */
export type Place = Pick<Holding, 'day' | 'clusterId'>;

/** What the rules say at a time. */
export interface RulesNow {
  /** Why something is due; undefined where it has to stay. Holds of a part of a cluster's events are not in it. */
  groundsOf(place: Place): Grounds | undefined;
  /** The holds of parts, of a cluster. */
  partsHeldOf(clusterId: string): readonly Hold[];
}

/** Reads the rules as they are at a time in Unix milliseconds. */
export async function readRules(rules: RetentionRules, now: number): Promise<RulesNow> {
  const [kept, gone, held] = await Promise.all([rules.list(), rules.deleted(), rules.holds()]);
  const names = new Map(gone.map(({ id, name }) => [id, name]));
  const byId = new Map(kept.map((cluster) => [cluster.id, cluster]));
  const isHeldAsAWhole = new Set(held.filter(holdsAll).map(({ clusterId }) => clusterId));
  const parts = Map.groupBy(held, ({ clusterId }) => clusterId);
  return {
    groundsOf({ clusterId, day }) {
      const deletedName = names.get(clusterId);
      if (deletedName !== undefined) return { reason: 'deleted', cluster: deletedName };
      const cluster = byId.get(clusterId);
      if (!cluster || isHeldAsAWhole.has(clusterId) || day >= firstKeptDay(now, cluster.retentionDays))
        return undefined;
      return { reason: 'expired', cluster: cluster.name };
    },
    partsHeldOf: (clusterId) => (isHeldAsAWhole.has(clusterId) ? [] : (parts.get(clusterId) ?? [])),
  };
}
