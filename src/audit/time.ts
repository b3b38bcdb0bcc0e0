const dayMicros = 86_400_000_000;

/** Days since 1970-01-01 of a date of the proleptic Gregorian calendar (H. Hinnant's days_from_civil). */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** The number that two decimal digits at `at` spell; garbage gives garbage, which `writeMicroTime` then shows. */
function two(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) - 0x30) * 10 + (bytes[at + 1] as number) - 0x30;
}

/**
 * Reads a time as kube-apiserver writes it, `2026-11-20T18:05:19.347836Z` (27 bytes), as microseconds since 1970, or NaN
 * where it is not written so. Allocates nothing: it runs twice an event.
 */
export function readMicroTime(bytes: Uint8Array, from: number, to: number): number {
  if (to - from !== 27) return Number.NaN;
  for (let index = 0; index < 27; index += 1) {
    const byte = bytes[from + index] as number;
    if (
      index === 4 || index === 7
        ? byte !== 0x2d
        : index === 10
          ? byte !== 0x54
          : index === 13 || index === 16
            ? byte !== 0x3a
            : index === 19
              ? byte !== 0x2e
              : index === 26
                ? byte !== 0x5a
                : byte < 0x30 || byte > 0x39
    ) {
      return Number.NaN;
    }
  }
  const year = two(bytes, from) * 100 + two(bytes, from + 2);
  const month = two(bytes, from + 5);
  const day = two(bytes, from + 8);
  const hour = two(bytes, from + 11);
  const minute = two(bytes, from + 14);
  const second = two(bytes, from + 17);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
    return Number.NaN;
  const micros = two(bytes, from + 20) * 10_000 + two(bytes, from + 22) * 100 + two(bytes, from + 24);
  return daysFromCivil(year, month, day) * dayMicros + ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** Reads any RFC 3339 time as microseconds since 1970, cut below; NaN where it is none. */
export function parseRfc3339(text: string): number {
  const match = rfc3339.exec(text);
  if (!match) return Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
    return Number.NaN;
  const micros = Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
  const zone = match[8] as string;
  const offset =
    zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));
  return (
    daysFromCivil(year, month, day) * dayMicros + ((hour * 60 + minute - offset) * 60 + second) * 1_000_000 + micros
  );
}

/** Microseconds since 1970 as kube-apiserver writes them: UTC, six decimals. For years 0 to 9999. */
export function formatMicroTime(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = String(micros - seconds * 1_000_000).padStart(6, '0');
  return `${secondText(seconds)}.${fraction}Z`;
}

/** The second that was written last: the times of events come by the thousand, and most are of one second. */
let last = { seconds: 0, text: '1970-01-01T00:00:00' };

function secondText(seconds: number): string {
  if (seconds !== last.seconds) last = { seconds, text: new Date(seconds * 1000).toISOString().slice(0, 19) };
  return last.text;
}

/** The same without the fraction, as v1beta1 writes `timestamp`. */
export function formatSecondTime(micros: number): string {
  return `${secondText(Math.floor(micros / 1_000_000))}Z`;
}

/**
 * Stage times outside these bounds are nobody's clock: the event is filed under its receive time and keeps the text.
 * 2000 is before Kubernetes; 2200 is within what the engine's DateTime64 holds.
 */
export const reasonableTime = {
  fromMicros: Date.UTC(2000, 0, 1) * 1000,
  toMicros: Date.UTC(2200, 0, 1) * 1000,
} as const;
