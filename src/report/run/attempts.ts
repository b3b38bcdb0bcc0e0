import { fail, ok, type Result } from '../../base/index.ts';
import { bindStatement } from '../../dashboards/index.ts';
import { type Indicator, indicatorQueries, maxIndicatorRows } from '../../vulnerabilities/index.ts';
import { panelIdOf } from '../cve/expand.ts';
import type { TimeRange } from '../../query/index.ts';
import type { Given } from './panel.ts';
import type { Run } from './question.ts';

/** Gives the rows of one panel over a range; undefined where it has to ask by itself, as when those of others left no room. */
export type GiveRows = (range: TimeRange) => Promise<Result<Given> | undefined>;

/**
 * How the panels of attempts get their rows, by id: those that search alike look at each event once. A statement
 * is asked when the first of its panels wants its rows.
 */
export function shareAttempts(
  indicators: readonly Indicator[],
  { filters, variables }: Run,
  ask: (query: string) => Promise<Result<Given>>,
): ReadonlyMap<string, GiveRows> {
  const shared = indicatorQueries(indicators).flatMap(({ ids, query }) => {
    let answer: Promise<Result<Given>> | undefined;
    const askOnce = (): Promise<Result<Given>> => {
      const bound = bindStatement(query, { filters, variables });
      return bound.ok ? ask(bound.value) : Promise.resolve(fail(...bound.diagnostics));
    };
    return ids.map((id): [string, GiveRows] => [panelIdOf(id), async () => ofCve(id, await (answer ??= askOnce()))]);
  });
  return new Map(shared);
}

function ofCve(id: string, answer: Result<Given>): Result<Given> | undefined {
  if (!answer.ok) return answer;
  const { columns, limited, ...given } = answer.value;
  if (limited !== undefined) return undefined;
  const rows = given.rows.filter(([cve]) => cve === id);
  return ok({ columns, rows, limited: rows.length >= maxIndicatorRows ? rows.length : undefined });
}
