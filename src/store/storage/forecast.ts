import { bytesOf, type DayStorage } from './apportion.ts';

/** What a forecast is made from. */
export interface ForecastBasis {
  /** Of one cluster, the oldest first. */
  readonly days: readonly DayStorage[];
  readonly retentionDays: number;
  /** Nothing of a cluster with a legal hold is counted on to go. */
  readonly isHeld: boolean;
  /** Whether it takes events. */
  readonly takesEvents: boolean;
}

/** What a cluster is going to take, if it goes on as in the last days. */
export interface Forecast {
  /** Of a usual day: the median of the last whole days, so that one large import is no habit. */
  readonly bytesPerDay: number;
  readonly in30Days: number;
  /** Once every day of its retention is there; null where nothing goes, because it is held. */
  readonly atRetention: number | null;
}

const dayMs = 86_400_000;
/** A week has days of each kind. */
const lookedAtDays = 7;
/** Beyond this nobody plans. */
const plannedDays = 3650;

/** The forecast of a cluster; undefined where no whole day was received yet, and it takes events. */
export function forecastOf(basis: ForecastBasis, now: number): Forecast | undefined {
  const bytesPerDay = usualDay(basis, now);
  if (bytesPerDay === undefined) return undefined;
  const size = basis.days.reduce((sum, one) => sum + bytesOf(one), 0);
  return {
    bytesPerDay,
    in30Days: changes(basis, bytesPerDay, now, 30).reduce((sum, change) => sum + change, size),
    atRetention: basis.isHeld ? null : bytesPerDay * basis.retentionDays,
  };
}

/**
 * In how many days all of some clusters have taken what is free now, if they go on as in the last days; undefined where they do not within ten
 * years. A cluster of which nothing is known yet is left out.
 */
export function fullInDays(all: readonly ForecastBasis[], freeBytes: number, now: number): number | undefined {
  const total = Array.from({ length: plannedDays }, () => 0);
  for (const basis of all) {
    const bytesPerDay = usualDay(basis, now);
    if (bytesPerDay === undefined) continue;
    for (const [index, change] of changes(basis, bytesPerDay, now, plannedDays).entries())
      total[index] = (total[index] ?? 0) + change;
  }
  let growth = 0;
  const index = total.findIndex((change) => (growth += change) >= freeBytes);
  return index < 0 ? undefined : index + 1;
}

function usualDay({ days, takesEvents }: ForecastBasis, now: number): number | undefined {
  if (!takesEvents) return 0;
  const bytes = new Map(days.map((one) => [agoOf(one.day, now), bytesOf(one)]));
  const oldest = Math.max(0, ...bytes.keys());
  // A day on which nothing came counts as one, from the first on. Today is not over.
  const whole = Array.from({ length: Math.min(oldest, lookedAtDays) }, (_, index) => bytes.get(index + 1) ?? 0);
  return whole.toSorted((a, b) => a - b)[Math.floor(whole.length / 2)];
}

/** By how much the size changes on each of the days to come: what comes, and stays, and what goes. */
function changes(
  { days, retentionDays, isHeld }: ForecastBasis,
  bytesPerDay: number,
  now: number,
  count: number,
): readonly number[] {
  const coming = Array.from({ length: count }, (_, index) => (isHeld || index < retentionDays ? bytesPerDay : 0));
  if (isHeld) return coming;
  for (const one of days) {
    // What is past its retention already goes within the hour.
    const index = Math.max(0, retentionDays - agoOf(one.day, now));
    if (index < count) coming[index] = (coming[index] ?? 0) - bytesOf(one);
  }
  return coming;
}

/** How many days ago a day was, as `20261121`. */
function agoOf(day: string, now: number): number {
  const start = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6)));
  return Math.floor((now - start) / dayMs);
}
