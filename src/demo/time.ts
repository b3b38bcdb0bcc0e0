/** A point in time or a duration, in microseconds: audit events carry that many digits. */
export type Micros = number;

export const millisecond: Micros = 1_000;
export const second: Micros = 1_000_000;
export const minute: Micros = 60 * second;
export const hour: Micros = 60 * minute;
export const day: Micros = 24 * hour;

/** The microseconds since 1970 of a date. */
export function fromDate(date: Date): Micros {
  return date.getTime() * millisecond;
}

/** The date of a point in time, its microseconds cut off. */
export function toDate(at: Micros): Date {
  return new Date(Math.floor(at / millisecond));
}

/** Midnight, in UTC, of the day that holds the point in time. */
export function startOfDay(at: Micros): Micros {
  return at - (at % day);
}

/** The time as metav1.Time writes it, to the second: 2026-11-21T07:45:56Z. */
export function formatTime(at: Micros): string {
  return `${prefixOf(at)}Z`;
}

/** The time as metav1.MicroTime writes it: 2026-11-21T07:45:56.007425Z. */
export function formatMicroTime(at: Micros): string {
  const micros = String(Math.floor(at) % second).padStart(6, '0');
  return `${prefixOf(at)}.${micros}Z`;
}

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
let datedDay = -1;
let date = '';

/** Every event has two times or more: the date is written once a day, Date.toISOString would be half of the work. */
function prefixOf(at: Micros): string {
  const midnight = startOfDay(at);
  if (midnight !== datedDay) {
    datedDay = midnight;
    date = toDate(midnight).toISOString().slice(0, 10);
  }
  const seconds = Math.floor((at - midnight) / second);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${date}T${twoDigits[hours] ?? ''}:${twoDigits[minutes] ?? ''}:${twoDigits[seconds % 60] ?? ''}`;
}

/** The points in [from, to) at which something happens that happens once a period, shifted by a phase. */
export function* every(period: Micros, phase: Micros, from: Micros, to: Micros): Iterable<Micros> {
  for (let at = Math.ceil((from - phase) / period) * period + phase; at < to; at += period) yield at;
}
