import { rangeColumn, visibleEvents } from '../../query/index.ts';
import { parametersOf, type ReaderContext, type Selection, selectRows, whereOf } from './selection.ts';

export interface Bucket {
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly count: number;
  /** Answered with a code below 400: what has none yet is none of the three. */
  readonly ok: number;
  readonly refused: number;
  readonly failed: number;
}

/** Counts over time, by outcome; every bucket of the range is there, empty ones too. */
export async function readHistogram(
  context: ReaderContext,
  selection: Selection,
  buckets: number,
  signal?: AbortSignal,
): Promise<readonly Bucket[]> {
  const { fromMicros, toMicros } = selection.range;
  const width = bucketWidth(fromMicros, toMicros, buckets);
  const first = Math.floor(fromMicros / width);
  const sql = `SELECT intDiv(toUnixTimestamp64Micro(${rangeColumn(selection.range)}), ${width}) AS bucket, count(),
      countIf(response_code < 400), countIf(response_code IN (401, 403)), countIf(response_code >= 400 AND response_code NOT IN (401, 403))
    FROM ${visibleEvents(selection.scope)} WHERE ${whereOf(selection)} GROUP BY bucket`;
  const { rows } = await selectRows(context, sql, parametersOf(selection), signal);
  const counts = new Map(rows.map((row) => [Number(row[0]), row.slice(1).map(Number)]));
  const count = Math.ceil(toMicros / width) - first;
  return Array.from({ length: count }, (_, index) => {
    const [total = 0, ok = 0, refused = 0, failed = 0] = counts.get(first + index) ?? [];
    return {
      fromMicros: Math.max(fromMicros, (first + index) * width),
      toMicros: Math.min(toMicros, (first + index + 1) * width),
      count: total,
      ok,
      refused,
      failed,
    };
  });
}

/** A round width that gives about so many buckets: 1, 2, 5, 10, 15 or 30 of a unit, aligned to UTC. */
function bucketWidth(fromMicros: number, toMicros: number, buckets: number): number {
  const second = 1_000_000;
  const widths = [
    0.001, 0.01, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200,
    86_400, 172_800, 604_800, 2_592_000,
  ];
  const wanted = (toMicros - fromMicros) / buckets;
  return (widths.find((width) => width * second >= wanted) ?? 31_536_000) * second;
}
