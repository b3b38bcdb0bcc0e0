import type { Activity } from '../../../api/operations.ts';
import { splitQuery } from '../../../lib/query-text.ts';
import { noiseSearch, peopleSearch } from '../../../lib/noise.ts';

/** What an activity was about: the query, without what the page itself hides by, and the rest by name. */
export interface ActivityDetail {
  readonly query: string | undefined;
  readonly hidesNoise: boolean;
  readonly rest: readonly (readonly [name: string, text: string])[];
}

const hidings = [noiseSearch, peopleSearch].map((search) => search.replaceAll('.', '[.]')).join('|');
const noiseTail = new RegExp(`(?:^| and )(?:${hidings})$`);
/** The page asks for both beside a search; the people who read the log asked once. */
const companions = new Set(['facets', 'histogram']);
const foldMillis = 15_000;

/** Reads the detail of an activity, whatever is in it. */
export function readDetail(detail: unknown): ActivityDetail {
  const members = typeof detail === 'object' && detail !== null ? Object.entries(detail) : [];
  const text = members.find(([name]) => name === 'query')?.[1];
  const query = typeof text === 'string' ? text : undefined;
  const shown = query?.replace(noiseTail, '').trim();
  return {
    query: shown,
    hidesNoise: query !== undefined && noiseTail.test(query),
    rest: members
      .filter(([name]) => name !== 'query' && name !== 'fields')
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  };
}

/** One row a search: the counts that the page asked for beside it, by the same actor and query, are left out. */
export function foldActivity(rows: readonly Activity[]): readonly Activity[] {
  const asked = new Map<string, number[]>();
  for (const row of rows)
    if (row.action === 'query') asked.set(keyOf(row), [...(asked.get(keyOf(row)) ?? []), Date.parse(row.at)]);
  return rows.filter((row) => {
    if (!companions.has(row.action)) return true;
    const at = Date.parse(row.at);
    return !(asked.get(keyOf(row)) ?? []).some((time) => Math.abs(time - at) <= foldMillis);
  });
}

function keyOf({ actor, detail }: Activity): string {
  const search = splitQuery(readDetail(detail).query ?? '').search;
  return `${actor} ${search === '*' ? '' : search}`;
}
