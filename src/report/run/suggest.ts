import type { Caller } from '../../access/index.ts';
import { ok, type Result } from '../../base/index.ts';
import { bindStatement, type Dashboard } from '../../dashboards/index.ts';
import { readQuestion, type RunDeps, type RunQuestion, shownTime } from './question.ts';
import { firstRows } from './rows.ts';

/** Values that are looked through, and that are given. */
const bounds = { rows: 5000, bytes: 1 << 20, given: 50 };

export interface ToSuggest {
  readonly dashboard: Dashboard;
  /** The statement whose first column lists values. */
  readonly wanted: string;
  readonly prefix: string;
  readonly caller: Caller;
  readonly question: Pick<RunQuestion, 'from' | 'to' | 'clusters' | 'timeZone'>;
  readonly signal: AbortSignal;
}

/** The values that the caller's events have for a variable and that begin with a prefix, in any case. */
export async function suggestValues(
  deps: RunDeps,
  { dashboard, wanted, prefix, caller, question, signal }: ToSuggest,
): Promise<Result<readonly string[]>> {
  const run = await readQuestion(deps, dashboard, { caller, question, signal });
  const bound = bindStatement(wanted, {});
  if (!bound.ok) return bound;
  const answer = await deps.analysis.statement({
    caller,
    signal,
    question: {
      query: bound.value,
      from: shownTime(run.range.fromMicros),
      to: shownTime(run.range.toMicros),
      clusters: run.clusters.map(({ name }) => name),
      timeZone: run.timeZone,
      maxRows: bounds.rows,
    },
  });
  if (!answer.ok) return answer;
  const values = firstRows(answer.value.rows, bounds).rows.flatMap(([value]) =>
    typeof value === 'string' || typeof value === 'number' ? [String(value)] : [],
  );
  const begin = prefix.toLowerCase();
  const fitting = [...new Set(values)].filter((value) => value.toLowerCase().startsWith(begin));
  return ok(fitting.slice(0, bounds.given), answer.diagnostics);
}
