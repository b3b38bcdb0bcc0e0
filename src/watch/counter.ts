/** A counter of one process, as it was read once. Times in Unix milliseconds. */
export interface CounterSample {
  readonly at: number;
  readonly value: number;
  /** When the process began, and its counter with it; undefined where nobody says. */
  readonly startedAt: number | undefined;
}

/** How much was counted by a moment, since the first. */
export interface TotalAt {
  readonly at: number;
  readonly total: number;
}

/** What the samples of one counter say together. */
export interface CounterHistory {
  /** In order of time; rises, or stays. */
  readonly totals: readonly TotalAt[];
  /** When the counter is known to have been zero, at or after `from`; undefined where it had counted before anybody looked. */
  readonly beganAt: number | undefined;
  /** How often it began anew. What was counted between the last sample before that and the end of the process, nobody knows. */
  readonly resets: number;
}

/** Clocks of processes are read to the hundredth of a second, and some only to the second. */
const sameStartMs = 2000;

/** Puts samples, in order of time, together over restarts. Of what was counted before `from` nothing is asked. */
export function historyOf(samples: readonly CounterSample[], from: number): CounterHistory {
  const [first] = samples;
  if (!first) return { totals: [], beganAt: undefined, resets: 0 };
  const { startedAt } = first;
  const beganAt = startedAt !== undefined && startedAt >= from && startedAt < first.at ? startedAt : undefined;
  const totals: TotalAt[] = beganAt === undefined ? [] : [{ at: beganAt, total: 0 }];
  let total = beganAt === undefined ? 0 : first.value;
  totals.push({ at: first.at, total });
  let resets = 0;
  let before = first;
  for (const sample of samples.slice(1)) {
    const isReset = isAnew(before, sample);
    if (isReset) resets += 1;
    total += isReset ? sample.value : sample.value - before.value;
    totals.push({ at: sample.at, total });
    before = sample;
  }
  return { totals, beganAt, resets };
}

/** A counter that fell has begun anew, and so has one of a process that began later, however much it has counted since. */
function isAnew(before: CounterSample, after: CounterSample): boolean {
  if (after.value < before.value) return true;
  if (before.startedAt === undefined || after.startedAt === undefined) return false;
  return after.startedAt - before.startedAt > sameStartMs;
}

/** How much was counted by a moment: in between samples as if evenly, beyond them as at the nearest. */
export function totalAt(totals: readonly TotalAt[], at: number): number {
  const index = totals.findIndex((one) => one.at >= at);
  const after = index < 0 ? totals.at(-1) : totals[index];
  const before = index <= 0 ? undefined : totals[index - 1];
  if (!after) return 0;
  if (!before || after.at === before.at) return after.total;
  return before.total + ((after.total - before.total) * (at - before.at)) / (after.at - before.at);
}
