import type { Period } from './before.ts';

/** The variable that every dashboard has, unless it declares one of the name: how long a point of a series over time stands for. */
export const intervalName = 'interval';

const second = 1;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** As `time_series` writes them, in seconds. */
const intervals: readonly (readonly [string, number])[] = [
  ...[1, 5, 10, 30].map((count) => [`${count}s`, count * second] as const),
  ...[1, 2, 5, 10, 15, 30].map((count) => [`${count}m`, count * minute] as const),
  ...[1, 2, 3, 6, 12].map((count) => [`${count}h`, count * hour] as const),
  ...[1, 2, 7, 14, 30, 90].map((count) => [`${count}d`, count * day] as const),
];
/** As many as a chart shows apart: hours of a week, ten minutes of a day. */
const mostPoints = 180;

/** The interval for a range, in seconds: the shortest that makes no more points than a chart shows apart. */
export function intervalOf({ from, to }: Period): string {
  const found = intervals.find(([, seconds]) => (to - from) / seconds <= mostPoints) ?? intervals.at(-1);
  return found?.[0] ?? '';
}
