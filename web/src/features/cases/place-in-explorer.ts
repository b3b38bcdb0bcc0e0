import type { ExploreSearch } from '../../lib/explore-search.ts';
import type { ShownPin } from './shown-pin.ts';

/** Minutes around an event, in which the trail goes on. */
const around = 5 * 60_000;

/** Where the explorer shows what is pinned: the search, or the event among its neighbours. */
export function placeInExplorer({ pin, from }: ShownPin): ExploreSearch & { readonly clusters?: readonly string[] } {
  if (pin.kind === 'search') {
    const clusters = pin.clusters ? { clusters: pin.clusters } : {};
    return { ...(pin.query === '' ? {} : { q: pin.query }), from: pin.from, to: pin.to, ...clusters };
  }
  return {
    from: new Date(from - around).toISOString(),
    to: new Date(from + around).toISOString(),
    clusters: [pin.cluster],
    noise: 'show',
    event: `${pin.auditId.slice(0, 200)}/${pin.stage}`,
  };
}
