import { said } from '../../base/index.ts';
import type { EmitCall } from './catalogue.ts';

/** Units of time, smallest first. The first five have a fixed length, in microseconds; so has a week of days. */
const lengths = {
  millisecond: 1000,
  second: 1_000_000,
  minute: 60_000_000,
  hour: 3_600_000_000,
  day: 86_400_000_000,
  week: 604_800_000_000,
  month: null,
  quarter: null,
  year: null,
} as const;

export type Unit = keyof typeof lengths;

function isUnit(text: string): text is Unit {
  return Object.hasOwn(lengths, text);
}

/** Microseconds of a unit; null for months and what consists of them. */
export function unitMicros(unit: Unit): number | null {
  return lengths[unit];
}

/** Says whether a unit is shorter than a day: then it does not depend on a zone's calendar. */
export function isClockUnit(unit: Unit): boolean {
  return unit === 'millisecond' || unit === 'second' || unit === 'minute' || unit === 'hour';
}

/** The constant unit in the first argument, null for NULL; dates have no clock. */
export function unitOf(call: EmitCall, what: 'DATE' | 'TIMESTAMP'): Unit | null {
  const text = call.literal(0);
  if (text === null) return null;
  if (typeof text !== 'string') return call.reject(said`The unit must be a constant`, 0);
  const unit = text.toLowerCase();
  if (!isUnit(unit) || (what === 'DATE' && isClockUnit(unit))) {
    return call.reject(said`'${text}' is not a valid ${what} field`, 0);
  }
  return unit;
}
