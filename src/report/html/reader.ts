import { cellText, unitFormat, type Unit } from '../../charts/index.ts';
import { type Words, wordsIn } from './words.ts';

/** Whom a report is written for: how texts, numbers and times are written. */
export interface Reader {
  /** A tag such as `zh-CN`. */
  readonly language: string;
  readonly words: Words;
  readonly format: (value: unknown, unit: Unit) => string;
  readonly time: (at: Date) => string;
}

/** Makes what writes for readers of a language, with times in a zone. */
export function createReader(language: string, timeZone: string): Reader {
  const format = unitFormat(language);
  const clock = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', timeZone });
  return {
    language,
    words: wordsIn(language),
    format: (value, unit) => {
      const instant = unit === 'time' ? instantOf(value) : undefined;
      return instant === undefined ? format(value, unit) : clock.format(instant);
    },
    time: (at) => clock.format(at),
  };
}

/** The instant of a cell: seconds since 1970, or a time of events. Undefined for a text that is in a zone already. */
function instantOf(value: unknown): Date | undefined {
  const text = cellText(value) ?? '';
  const isInstant = /^\d{1,12}(?:\.\d+)?$/.test(text) || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);
  const at = new Date(/T/.test(text) ? text : Number(text) * 1000);
  return isInstant && !Number.isNaN(at.getTime()) ? at : undefined;
}
