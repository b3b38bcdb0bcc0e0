import { parseRfc3339 } from '../audit/index.ts';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import type { TimeRange } from '../query/index.ts';
import type { Question, RangedQuestion } from './deps.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
/** What the engine's times hold. */
const latestMicros = Date.UTC(2262, 0, 1) * 1000;

/**
 * Reads a time of the API as microseconds: RFC 3339, Unix seconds, or relative to `now`. Throws AppError `bad-request` with the
 * member's name.
 */
export function readTime(value: string | number, nowMicros: number, name: string): number {
  const text = String(value).trim();
  const relative = /^(?:now)?(?:([+-])(\d{1,9})([smhdw]))?$/.exec(text);
  let micros = Number.NaN;
  if (text !== '' && relative) {
    const seconds = Number(relative[2] ?? 0) * (units[relative[3] ?? 's'] ?? 1);
    micros = nowMicros + (relative[1] === '-' ? -1 : 1) * seconds * 1_000_000;
  } else if (/^\d{1,11}(\.\d+)?$/.test(text)) micros = Math.round(Number(text) * 1_000_000);
  else
    micros = parseRfc3339(
      /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text.replace(/^(.{10}T\d{2}:\d{2})(Z|[+-])/, '$1:00$2'),
    );
  if (Number.isNaN(micros)) {
    const shown = text.slice(0, 64);
    throw new AppError(
      'bad-request',
      /^\d{1,9}[smhdw]$/.test(text)
        ? said`cannot read ${name} "${shown}": it is no RFC 3339 time, Unix seconds or relative time such as -15m; did you mean -${text}?`
        : said`cannot read ${name} "${shown}": it is no RFC 3339 time, Unix seconds or relative time such as -15m`,
    );
  }
  return Math.min(Math.max(micros, 0), latestMicros);
}

/** The range that a question is about, and its present. Throws as `readRange` does. */
export function rangeOf(
  question: Pick<Question, 'from' | 'to'> | Pick<RangedQuestion, 'range' | 'nowMicros'>,
  clock: Pick<Clock, 'nowMicros'>,
): { readonly range: TimeRange; readonly nowMicros: number } {
  const nowMicros = clock.nowMicros();
  return 'range' in question
    ? { range: question.range, nowMicros: question.nowMicros ?? nowMicros }
    : { range: readRange(question.from, question.to, nowMicros), nowMicros };
}

/** Reads a half-open range. Throws AppError `bad-request` where it is empty. */
export function readRange(from: string | number, to: string | number, nowMicros: number): TimeRange {
  const range = { fromMicros: readTime(from, nowMicros, 'from'), toMicros: readTime(to, nowMicros, 'to') };
  if (range.fromMicros >= range.toMicros)
    throw new AppError('bad-request', said`cannot read range: from must be before to`);
  return range;
}
