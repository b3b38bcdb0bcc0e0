import { selectClusters } from '../access/index.ts';
import { fail, isAccepted, ok, type Result } from '../base/index.ts';
import { compileSearch, createParameters, parseSearch, splitStatement, type TimeRange } from '../query/index.ts';
import type { Cluster } from '../records/index.ts';
import type { Selection } from '../store/index.ts';
import type { AnalysisDeps, Asked } from './deps.ts';
import { readRange } from './time.ts';

/** A search that may be run: compiled, within the caller's scope. */
export interface PreparedSearch {
  readonly selection: Selection;
  readonly range: TimeRange;
  readonly clusters: readonly Cluster[];
}

/** Compiles the search part of a question for its caller. */
export async function prepareSearch(
  { records, clock }: Pick<AnalysisDeps, 'records' | 'clock'>,
  { caller, question }: Pick<Asked, 'caller' | 'question'>,
): Promise<Result<PreparedSearch>> {
  const range = readRange(question.from, question.to, clock.nowMicros());
  const { scope, clusters } = await selectClusters(records, caller, question.clusters);
  const parsed = parseSearch(splitStatement(question.query).search.text);
  if (!parsed.ok) return parsed;
  const parameters = createParameters();
  const compiled = compileSearch(parsed.value, { parameters, clusters });
  const diagnostics = [...parsed.diagnostics, ...compiled.diagnostics];
  if (!isAccepted(diagnostics)) return fail(...diagnostics);
  const selection = { condition: compiled.condition, parameters: parameters.values, range, scope };
  return ok({ selection, range, clusters }, diagnostics);
}
