import { offset, toWall } from '../../lib/time-zone.ts';

/** Round numbers for the axis of counts: two to four, without zero. */
export function countTicks(highest: number): { readonly max: number; readonly ticks: readonly number[] } {
  const top = Math.max(1, highest);
  const magnitude = 10 ** Math.floor(Math.log10(top));
  const fitting = [5, 2, 1, 0.5, 0.2].map((factor) => factor * magnitude).find((step) => top / step >= 2) ?? 1;
  const step = Math.max(1, fitting);
  const ticks = Array.from({ length: Math.floor(top / step) }, (_, index) => (index + 1) * step);
  return { max: top * 1.04, ticks };
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  100,
  200,
  500,
  1000,
  2000,
  5000,
  10_000,
  15_000,
  30_000,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  5 * day,
  10 * day,
  30 * day,
  90 * day,
];

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Round times of the zone for the axis, about one in 110 pixels. */
export function timeTicks(from: number, to: number, zone: string, width: number): readonly Tick[] {
  const wanted = Math.max(2, Math.floor(width / 110));
  const step = steps.find((step) => (to - from) / step <= wanted) ?? day * 365;
  const shift = offset(from, zone);
  const ticks: Tick[] = [];
  const edge = ((to - from) * 28) / width;
  for (let at = Math.ceil((from + shift) / step) * step - shift; at < to; at += step)
    if (at - from > edge && to - at > edge) ticks.push({ at, label: label(at, step, zone) });
  return ticks;
}

function label(at: number, step: number, zone: string): string {
  const wall = toWall(at, zone);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(wall.hour)}:${two(wall.minute)}`;
  if (step >= day || (wall.hour === 0 && wall.minute === 0 && wall.second === 0 && step >= hour))
    return `${two(wall.month)}-${two(wall.day)}`;
  if (step >= minute) return time;
  const seconds = `${time}:${two(wall.second)}`;
  return step >= 1000 ? seconds : `${seconds}.${String(wall.millisecond).padStart(3, '0')}`;
}
