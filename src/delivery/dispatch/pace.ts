import { createBackoff } from '../../base/index.ts';
import type { ChannelLimits, Outcome } from '../channel.ts';
import { createRate } from './rate.ts';

/** How waits grow, of a message and of its channel. */
export const waits = { firstMs: 1000, maxMs: 600_000 } as const;
/** Whatever the other side asks for. */
const longestPauseMs = 24 * 3_600_000;

/** Why a channel takes nothing at the moment. */
export interface ChannelFailure {
  /** Unix milliseconds. */
  readonly since: number;
  readonly answer: string;
}

/** How fast a channel is told. */
export interface Pace {
  /** Milliseconds until there may be another try. */
  waitMs(now: number, limits: ChannelLimits): number;
  begin(now: number): void;
  /** Takes the outcome of a try into account: after one that may pass, the whole channel pauses, for longer each time. */
  end(outcome: Outcome, now: number): void;
  /** Since the first of the tries of late that all failed. */
  failure(): ChannelFailure | undefined;
  /** The channel is another now: nothing is known of it. */
  restart(): void;
}

/** `earlier`: when tries were made in the last minute, before a restart. */
export function createPace(earlier: readonly number[], random: () => number): Pace {
  const rate = createRate(earlier);
  const backoff = createBackoff({ ...waits, random });
  const none = { since: 0, ms: 0 };
  let pause = none;
  let failure: ChannelFailure | undefined;
  return {
    waitMs: (now, { perMinute }) => {
      // The clock was set back: it makes nobody wait longer.
      if (now < pause.since) pause = { ...pause, since: now };
      return Math.max(0, pause.since + pause.ms - now, rate.freeAt(now, perMinute) - now);
    },
    begin: (now) => rate.take(now),
    end: (outcome, now) => {
      if (outcome.kind === 'delivered') failure = undefined;
      else failure = { since: failure?.since ?? now, answer: outcome.answer };
      if (outcome.kind === 'retry')
        pause = { since: now, ms: backoff.nextMs(Math.min(outcome.afterMs ?? 0, longestPauseMs)) };
      else backoff.reset();
    },
    failure: () => failure,
    restart: () => {
      pause = none;
      failure = undefined;
      backoff.reset();
    },
  };
}
