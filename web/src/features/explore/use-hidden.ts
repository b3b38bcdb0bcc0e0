import type { Explore } from './use-explore.ts';
import { type useEvents, useTotal } from './use-log.ts';

/** With so few events in sight, whoever looks wants to know whether there are more. */
const few = 20;

/** How many events the query finds that are hidden as noise; undefined where nobody asked, or nothing is hidden. */
export function useHidden(explore: Explore, events: ReturnType<typeof useEvents>): number | undefined {
  const { total } = events;
  const isWanted = explore.hidesNoise && total !== undefined && total < few && !events.isPlaceholderData;
  const all = useTotal(explore.unhidden, isWanted);
  if (!isWanted || all.data === undefined || all.data <= total) return undefined;
  return all.data - total;
}
