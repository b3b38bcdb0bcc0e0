import type { Bucket } from '../../api/search.ts';
import type { FixedRange } from '../../lib/time-range.ts';

/** The range of the bars that a stretch of time touches; undefined without any. */
export function snapToBuckets(buckets: readonly Bucket[], from: number, to: number): FixedRange | undefined {
  const touched = buckets.filter((bucket) => bucket.to > from && bucket.from < to);
  const [first] = touched;
  const last = touched.at(-1);
  return first && last && { from: first.from, to: last.to };
}
