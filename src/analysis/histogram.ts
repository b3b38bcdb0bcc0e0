import { ok, type Result } from '../base/index.ts';
import type { AnalysisDeps, Asked, Question } from './deps.ts';
import { prepareSearch } from './search.ts';

export interface HistogramQuestion extends Question {
  /** About how many; their widths are round. */
  readonly buckets: number;
}

/** The events of some time, by outcome. */
export interface OutcomeCounts {
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly count: number;
  readonly ok: number;
  /** Answered 401 or 403. */
  readonly refused: number;
  /** Answered with any other code from 400 on. */
  readonly failed: number;
}

/** Counts the events of a search over time, by outcome. */
export async function countOverTime(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<HistogramQuestion>,
): Promise<Result<readonly OutcomeCounts[]>> {
  const prepared = await prepareSearch(deps, { caller, question, signal });
  if (!prepared.ok) return prepared;
  const buckets = await deps.search.histogram(prepared.value.selection, question.buckets, signal);
  return ok(buckets, prepared.diagnostics);
}
