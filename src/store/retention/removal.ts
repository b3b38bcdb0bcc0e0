/** What the store holds of a cluster for one day of receipt. */
export interface Holding {
  /** In UTC, as `20261121`: the id of the day's partition. */
  readonly day: string;
  readonly clusterId: string;
  readonly events: number;
}

/** One step of removing events, with what it removes: the whole of a day, or the part of it that is of some clusters. */
export interface Removal {
  readonly kind: 'drop' | 'delete';
  readonly day: string;
  readonly removed: readonly Holding[];
}

const dayMs = 86_400_000;
/** Their ids are a parameter of a statement, which is limited in length; the others are of the next step. */
const maxClustersInStep = 2000;

/**
 * The first day of receipt that a cluster keeps, at a time in Unix milliseconds. Days are kept or removed as a whole, so that an
 * event stays for its retention at least, and for less than a day beyond it.
 */
export function firstKeptDay(now: number, retentionDays: number): string {
  return new Date(now - retentionDays * dayMs).toISOString().slice(0, 10).replaceAll('-', '');
}

/**
 * Chooses the next step: the oldest day of which nothing has to stay, which costs nothing to drop, before any day of which only
 * a part goes. Undefined where everything has to stay.
 */
export function nextRemoval(
  holdings: readonly Holding[],
  isToRemove: (holding: Holding) => boolean,
): Removal | undefined {
  const days = [...Map.groupBy(holdings, ({ day }) => day)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const removals = days.flatMap(([day, held]): Removal[] => {
    const removed = held.filter(isToRemove);
    if (removed.length === 0) return [];
    if (removed.length === held.length) return [{ kind: 'drop', day, removed }];
    return [{ kind: 'delete', day, removed: removed.slice(0, maxClustersInStep) }];
  });
  return removals.find(({ kind }) => kind === 'drop') ?? removals[0];
}
