import { said, textOf } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { ForwardMetrics } from '../metrics.ts';
import type { Outcome } from '../outcome.ts';
import { createRate } from './rate.ts';

/** Why a destination takes nothing at the moment. */
export interface ForwardFailure {
  /** Unix milliseconds. */
  readonly since: number;
  readonly answer: string;
  /** It is hardly asked any more: somebody has to mend something. */
  readonly isStopped: boolean;
}

/** How a destination has been sent to of late. */
export interface LanePace {
  /** Events that were taken, of the last minute. */
  readonly perSecond: number;
  /** Calls since the start that came to nothing and were made again. */
  readonly retries: number;
}

type Said = Pick<Outcome, 'answer' | 'status'>;

/** How a destination stands, by what it answers. */
export interface Standing {
  /** Is told of each call. */
  readonly onOutcome: (outcome: Outcome, events: readonly unknown[]) => void;
  /** Is told when a destination refuses everything. */
  readonly onHeld: (said: Said) => void;
  fail(said: Said, isStopped: boolean): void;
  /** Nothing is wrong with it by now. */
  works(): void;
  failure(): ForwardFailure | undefined;
  pace(): LanePace;
}

export function createStanding(
  name: string,
  { clock, metrics }: { readonly clock: Pick<Clock, 'now'>; readonly metrics: Pick<ForwardMetrics, 'countCall'> },
): Standing {
  const rate = createRate(clock);
  let retries = 0;
  let failure: ForwardFailure | undefined;

  function fail({ answer, status }: Said, isStopped: boolean): void {
    failure = {
      since: failure?.since ?? clock.now(),
      answer: !status ? answer : answer === '' ? String(status) : textOf(said`${status}: ${answer}`),
      isStopped,
    };
  }

  return {
    onOutcome(outcome, { length }) {
      metrics.countCall(name, outcome.kind);
      if (outcome.kind === 'sent') {
        failure = undefined;
        rate.add(length - (outcome.refused?.length ?? 0) - (outcome.again?.length ?? 0));
        return;
      }
      if (outcome.kind === 'retry' || outcome.kind === 'stopped') retries += 1;
      if (outcome.kind === 'stopped') fail(outcome, true);
      else if (outcome.kind === 'retry' || length === 1) fail(outcome, false);
    },
    onHeld: ({ answer, status }) =>
      fail({ status, answer: textOf(said`it takes nothing any more, and refuses: ${answer}`) }, true),
    fail,
    works: () => {
      failure = undefined;
    },
    failure: () => failure,
    pace: () => ({ perSecond: rate.perSecond(), retries }),
  };
}
