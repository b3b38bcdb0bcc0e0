import { fromWall, toWall } from './time-zone.ts';

/**
 * A range as the URL holds it. Each end is a time as the API takes it (RFC 3339, a date of UTC, Unix seconds), or relative
 * to now as in `now`, `now-15m`, `-15m` and `now-1d/d` (Grafana's spelling: `/d` goes back to the start of that day in the
 * chosen zone; weeks begin on Monday).
 */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

/** The same range fixed at one moment, in Unix milliseconds; half open. */
export interface FixedRange {
  readonly from: number;
  readonly to: number;
}

export const defaultRange: TimeRange = { from: 'now-1h', to: 'now' };

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof units;
const relative = /^(?:now)?(?:([+-])(\d{1,6})([smhdwM]))?(?:\/([hdwM]))?$/;

/** The instant that one end of a range means now; undefined where it is neither relative nor a time. */
export function resolveTime(text: string, now: number, zone: string): number | undefined {
  const found = /^(?:now|[+-])/.test(text) ? relative.exec(text) : null;
  if (!found) return readAbsolute(text);
  const [, sign, digits, unit, floor] = found;
  const amount = sign === '-' ? -Number(digits) : Number(digits);
  let instant = now;
  if (digits && unit) instant = unit === 'M' ? monthsLater(now, amount, zone) : now + amount * units[unit as Unit];
  return floor ? startOf(instant, floor, zone) : instant;
}

function readAbsolute(text: string): number | undefined {
  if (/^\d{9,11}(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const instant = /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
}

/** The end of a range in the spelling that the page itself writes: `-30d` is `now-30d`. */
export function canonicalTime(text: string): string {
  return /^[+-]\d/.test(text) ? `now${text}` : text;
}

/** Fixes a range at the given moment; undefined where an end cannot be read or the range is empty. */
export function resolveRange(range: TimeRange, now: number, zone: string): FixedRange | undefined {
  const from = resolveTime(range.from, now, zone);
  const to = resolveTime(range.to, now, zone);
  return from === undefined || to === undefined || from >= to ? undefined : { from, to };
}

/** A fixed range as the URL holds it. */
export function absolute(range: FixedRange): TimeRange {
  return { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
}

/**
 * A range `factor` times as long. One that ends now goes on ending now; any other grows on both sides of its middle, and not beyond now:
 * what would be future is added to the past.
 */
export function zoomOut(range: TimeRange, fixed: FixedRange, factor: number, now: number): TimeRange {
  const length = (fixed.to - fixed.from) * factor;
  if (range.to === 'now') return { from: `now-${lengthText(length)}`, to: 'now' };
  const to = Math.min(Math.round((fixed.from + fixed.to + length) / 2), Math.max(now, fixed.to));
  return absolute({ from: Math.round(to - length), to });
}

/** The range of the same length that ends where this one begins. */
export function periodBefore({ from, to }: FixedRange): FixedRange {
  return { from: from - (to - from), to: from };
}

/** The range of the same length with a moment in its middle, so that one sees what led to it and what came of it. */
export function rangeAround(moment: number, { from, to }: FixedRange): FixedRange {
  const half = Math.round((to - from) / 2);
  return { from: moment - half, to: moment + half };
}

/** A length of time in the largest unit that divides it; an odd one is rounded up to a unit of which there are not too many to read. */
function lengthText(millis: number): string {
  const names = ['w', 'd', 'h', 'm', 's'] as const;
  const exact = names.find((name) => millis % units[name] === 0);
  const name = exact ?? names.findLast((name) => millis / units[name] <= 9999) ?? 'w';
  return `${Math.ceil(millis / units[name])}${name}`;
}

function startOf(instant: number, unit: string, zone: string): number {
  const wall = toWall(instant, zone);
  const hour = { ...wall, minute: 0, second: 0, millisecond: 0 };
  if (unit === 'h') return fromWall(hour, zone);
  const day = { ...hour, hour: 0 };
  if (unit === 'M') return fromWall({ ...day, day: 1 }, zone);
  if (unit === 'd') return fromWall(day, zone);
  const weekday = new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay();
  return fromWall({ ...day, day: wall.day - ((weekday + 6) % 7) }, zone);
}

function monthsLater(now: number, months: number, zone: string): number {
  const wall = toWall(now, zone);
  return fromWall({ ...wall, month: wall.month + months }, zone);
}
