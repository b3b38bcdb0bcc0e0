import type { StoredEvent } from '../../stream/index.ts';
import { type Clusters, type FilterCondition, filterCondition } from '../read/filter.ts';

/** Finds the newest events for a condition, the newest first. */
export type NewestEvents = (asked: NewestAsked) => Promise<readonly StoredEvent[]>;

export interface NewestAsked extends FilterCondition {
  readonly clusterIds: readonly string[];
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly limit: number;
  readonly signal: AbortSignal;
}

interface Wanted {
  readonly filter: string;
  readonly clusters: Clusters;
  readonly nowMicros: number;
  readonly limit: number;
  readonly signal: AbortSignal;
}

const hourMicros = 3_600_000_000;
/** How far back is looked: not further than is needed, for a rare event is looked for in all that there is. */
const spansMicros = [hourMicros, 24 * hourMicros, 31 * 24 * hourMicros];

/** The newest events that a filter finds, of a month. */
export async function findNewest(
  newest: NewestEvents,
  { filter, clusters, nowMicros, limit, signal }: Wanted,
): Promise<readonly StoredEvent[]> {
  const condition = filterCondition(filter, clusters);
  if (!condition || clusters.length === 0) return [];
  const clusterIds = clusters.map(({ id }) => id);
  // Some clocks of API servers are ahead.
  const toMicros = nowMicros + hourMicros;
  let found: readonly StoredEvent[] = [];
  for (const span of spansMicros) {
    found = await newest({ ...condition, clusterIds, fromMicros: nowMicros - span, toMicros, limit, signal });
    if (found.length >= limit) break;
  }
  return found;
}
