import { historyOf } from './counter.ts';

/** What an API server said by a moment of what it lost. Times in Unix milliseconds. */
export interface LossSample {
  readonly source: string;
  readonly at: number;
  readonly startedAt: number | undefined;
  readonly errors: number;
  readonly rejected: number;
}

export interface CountedLoss {
  readonly source: string;
  /** Events that a backend lost. */
  readonly errors: number;
  /** Requests that were refused since they could not be audited. */
  readonly rejected: number;
}

/** What API servers have lost between their first and their last sample, those of it that lost anything. Samples in order of time. */
export function lossesOf(samples: readonly LossSample[]): readonly CountedLoss[] {
  const losses = [...Map.groupBy(samples, ({ source }) => source)].map(([source, own]) => ({
    source,
    errors: increaseOf(own, ({ errors }) => errors),
    rejected: increaseOf(own, ({ rejected }) => rejected),
  }));
  return losses.filter(({ errors, rejected }) => errors > 0 || rejected > 0);
}

function increaseOf(samples: readonly LossSample[], count: (sample: LossSample) => number): number {
  const counted = samples.map((sample) => ({ at: sample.at, startedAt: sample.startedAt, value: count(sample) }));
  return historyOf(counted, samples[0]?.at ?? 0).totals.at(-1)?.total ?? 0;
}
