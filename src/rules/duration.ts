import { invariant } from '../base/index.ts';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The milliseconds of a `Duration` of the form, such as `15s` or `7d`. */
export function durationMs(text: string): number {
  const unit = unitMs[text.slice(-1)];
  invariant(unit !== undefined, `"${text}" was checked by the form`);
  return Number(text.slice(0, -1)) * unit;
}
