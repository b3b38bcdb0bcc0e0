import { type CounterHistory, type CounterSample, historyOf, totalAt } from './counter.ts';

/** Times in Unix milliseconds; the end is not part of it. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** The samples of one counter, in order of time, and whose it is. */
export interface CounterSeries {
  readonly source: string;
  readonly samples: readonly CounterSample[];
}

/** How many events there should be of a period, as far as it was counted. */
export interface Expected {
  /** The part of the period of which that is known: it begins and ends with a sample. */
  readonly period: Period;
  readonly events: number;
  readonly sources: readonly SourceExpected[];
}

export interface SourceExpected {
  readonly source: string;
  readonly events: number;
  /** How often it began anew within what was asked. */
  readonly resets: number;
}

/** Of what is read so much later than the others it is taken that the source is gone, with all that it has counted. */
const goneMs = 180_000;

/**
 * Adds up what several counters of events have counted within a period; undefined where no two samples lie in it. A counter that was there
 * before anybody looked at it cuts the period: of before, nobody knows what it counted.
 */
export function expectedOf(series: readonly CounterSeries[], asked: Period): Expected | undefined {
  const known = series.flatMap(({ source, samples }) => {
    const history = historyOf(
      samples.filter(({ at }) => at >= asked.from && at <= asked.to),
      asked.from,
    );
    const [first, last] = [history.totals[0], history.totals.at(-1)];
    return first && last ? [{ source, history, first: first.at, last: last.at }] : [];
  });
  const period = commonPeriod(known);
  if (!period) return undefined;
  const sources = known.map(({ source, history }) => ({
    source,
    events: Math.round(totalAt(history.totals, period.to) - totalAt(history.totals, period.from)),
    resets: history.resets,
  }));
  return { period, events: sources.reduce((sum, { events }) => sum + events, 0), sources };
}

interface Known {
  readonly history: CounterHistory;
  readonly first: number;
  readonly last: number;
}

function commonPeriod(known: readonly Known[]): Period | undefined {
  const begin = Math.min(...known.map(({ first }) => first));
  const from = Math.max(begin, ...known.map(({ history, first }) => (history.beganAt === undefined ? first : begin)));
  const latest = Math.max(...known.map(({ last }) => last));
  const to = Math.min(...known.map(({ last }) => last).filter((last) => last >= latest - goneMs));
  return from < to ? { from, to } : undefined;
}
