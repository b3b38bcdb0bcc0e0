import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Numbers, sizes and spans of time as the reader's language writes them. */
export interface Formats {
  count(value: number): string;
  short(value: number): string;
  bytes(value: number): string;
  percent(ratio: number): string;
  /** "1.2 sec", "3 min": how long something is, in milliseconds. */
  span(millis: number): string;
  /** "123 ms", "2.5 min": how long something took, to the millisecond below ten seconds. */
  took(millis: number): string;
  /** "3 minutes ago", for a difference to now in milliseconds. */
  ago(millis: number): string;
}

/** The formats of the current language. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => createFormats(i18n.language), [i18n.language]);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const spans = [
  ['second', 1000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
] as const;

function createFormats(language: string): Formats {
  const count = new Intl.NumberFormat(language);
  const short = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' });
  const milliseconds = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'millisecond',
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  });
  const span = (millis: number): string => {
    const [unit, size] = spans.findLast(([, size]) => Math.abs(millis) >= 2 * size) ?? spans[0];
    const value = millis / size;
    const maximumFractionDigits = Math.abs(value) < 10 ? 1 : 0;
    return new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits,
    }).format(value);
  };
  return {
    count: (value) => count.format(value),
    short: (value) => short.format(value),
    percent: (ratio) => percent.format(ratio),
    bytes: (value) => {
      const power = value < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(value) / 3));
      const unit = byteUnits[power] ?? 'byte';
      const digits = power === 0 ? 0 : 1;
      return new Intl.NumberFormat(language, {
        style: 'unit',
        unit,
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: digits,
      }).format(value / 1000 ** power);
    },
    span,
    took: (millis) => (millis < 10_000 ? milliseconds.format(millis) : span(millis)),
    ago: (millis) => {
      const fitting = spans.findLast(([, size]) => millis >= size) ?? spans[0];
      return relative.format(-Math.floor(Math.max(0, millis) / fitting[1]), fitting[0]);
    },
  };
}
