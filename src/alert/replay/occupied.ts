import type { Analysis } from '../../analysis/index.ts';
import { ok, type Result } from '../../base/index.ts';
import { durationMs, type Window, windowsOf } from '../../rules/index.ts';
import { queriesOf } from '../rule-queries.ts';
import type { ReplayQuestion } from './replay.ts';

/** Into which the time is cut. */
const buckets = 2000;

/** Says of windows whether any search of the rule finds something in them. */
export async function findOccupied(
  analysis: Pick<Analysis, 'histogram'>,
  { compiled: { rule }, range, caller, signal }: ReplayQuestion,
): Promise<Result<(window: Window) => boolean>> {
  const longestMs = Math.max(0, ...windowsOf(rule).map((window) => (window === undefined ? 0 : durationMs(window))));
  const delayMs = rule.delay === undefined ? 0 : durationMs(rule.delay);
  const from = isoOf(range.fromMicros - (longestMs + delayMs) * 1000);
  const to = isoOf(range.toMicros);
  const filled: { readonly fromMicros: number; readonly toMicros: number }[] = [];
  for (const { query, clusters } of queriesOf(rule)) {
    const found = await analysis.histogram({ caller, question: { query, clusters, from, to, buckets }, signal });
    if (!found.ok) return found;
    filled.push(...found.value.filter(({ count }) => count > 0));
  }
  const starts = filled.toSorted((a, b) => a.fromMicros - b.fromMicros);
  return ok((window) => {
    const [begin, end] = window.kind === 'event' ? [window.from, window.to] : [window.after + 1, window.through + 1];
    return starts.some(({ fromMicros, toMicros }) => fromMicros < end && toMicros > begin);
  });
}

function isoOf(micros: number): string {
  return new Date(Math.max(0, micros / 1000)).toISOString();
}
