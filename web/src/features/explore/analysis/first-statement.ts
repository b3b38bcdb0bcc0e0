import { splitQuery } from '../../../lib/query-text.ts';
import { recentStatements } from '../../../lib/recent-texts.ts';

/** What Analysis begins with where nothing was analysed yet. */
const firstAnalysis = 'select "user.username", count(*) as n group by "user.username" order by n desc';

/** The query with an analysis behind it: its own, else the last one of this browser, else a first one. */
export function withAnalysis(query: string): string {
  const { search, analysis } = splitQuery(query);
  if (analysis !== undefined) return query;
  const last = splitQuery(recentStatements.read()[0] ?? '').analysis;
  return `${search || '*'} | ${last ?? firstAnalysis}`;
}
