import { selectClusters } from '../access/index.ts';
import { ok, type Result } from '../base/index.ts';
import type { TimeRange } from '../query/index.ts';
import type { Cluster } from '../records/index.ts';
import type { Selection } from '../store/index.ts';
import type { AnalysisDeps, Asked, Question, RangedQuestion } from './deps.ts';
import { rangeOf } from './time.ts';

/** A search that may be run: compiled, within the caller's scope. */
export interface PreparedSearch {
  readonly selection: Selection;
  readonly range: TimeRange;
  readonly clusters: readonly Cluster[];
}

/** Compiles the search part of a question for its caller. */
export async function prepareSearch(
  { records, clock, isolation }: Pick<AnalysisDeps, 'records' | 'clock' | 'isolation'>,
  { caller, question, signal }: Asked<Question | RangedQuestion>,
): Promise<Result<PreparedSearch>> {
  const { range } = rangeOf(question, clock);
  const { scope, clusters } = await selectClusters(records, caller, question.clusters);
  const compiled = await isolation.search(
    { query: question.query, clusters, bodies: scope.bodies },
    { caller, signal },
  );
  if (!compiled.ok) return compiled;
  const { condition, parameters } = compiled.value;
  return ok({ selection: { condition, parameters, range, scope }, range, clusters }, compiled.diagnostics);
}
