import { pageAddress } from '../../../base/index.ts';
import type { Cause } from '../../cause.ts';

/** The events of a cause in the explorer; undefined where it names none. `base` is the public address of the server. */
export function eventsUrl(
  base: string,
  { evidence, clusters }: Pick<Cause, 'evidence' | 'clusters'>,
): string | undefined {
  if (evidence === undefined) return undefined;
  const { query, from, to } = evidence;
  return pageAddress.events(base, { q: query, from, to, ...(clusters.length > 0 ? { clusters } : {}) });
}
