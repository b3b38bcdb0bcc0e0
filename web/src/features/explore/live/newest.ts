import { type LogQuery, searchEvents } from '../../../api/search.ts';
import { type EventItem, toItem } from '../use-log.ts';

const wanted = 50;
/** Nobody waits for a month to be searched where an hour has enough. */
const ranges = ['now-1h', 'now-30d'] as const;

/** What has happened lately: the newest events of a search, the newest first. */
export async function findNewest(asked: Pick<LogQuery, 'query' | 'clusters'>, signal: AbortSignal) {
  let found: readonly EventItem[] = [];
  for (const from of ranges) {
    const { events } = await searchEvents({ ...asked, from, to: 'now' }, { limit: wanted, order: 'desc' }, signal);
    found = events.map(toItem);
    if (found.length === wanted) break;
  }
  return found;
}
