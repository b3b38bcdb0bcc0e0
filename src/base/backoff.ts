import type { Clock } from './clock.ts';

export interface BackoffOptions {
  /** Milliseconds of the first wait, at most. */
  readonly firstMs: number;
  /** What the waits grow to. */
  readonly maxMs: number;
  /** Gives numbers from 0 up to but not including 1, such as `Math.random`. */
  readonly random: () => number;
}

/** Says how long to wait between tries: each time twice as long, and by chance up to half less, so that many who failed together do not try together. */
export interface Backoff {
  /** The next wait in milliseconds, never shorter than what the other side asked for. */
  nextMs(retryAfterMs?: number): number;
  /** Begins with the shortest wait again: a try went well. */
  reset(): void;
}

export function createBackoff(options: BackoffOptions): Backoff {
  let failures = 0;
  return {
    nextMs: (retryAfterMs = 0) => {
      failures += 1;
      return Math.max(waitAfter(failures, options), retryAfterMs);
    },
    reset: () => {
      failures = 0;
    },
  };
}

/** Whole milliseconds to wait after so many tries that failed, for those who keep the number of them. */
export function waitAfter(failures: number, { firstMs, maxMs, random }: BackoffOptions): number {
  const ceilingMs = Math.min(firstMs * 2 ** (failures - 1), maxMs);
  return Math.ceil(ceilingMs * (1 - random() / 2));
}

export interface RetryOptions extends BackoffOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Ends the waiting and the trying. */
  readonly signal?: AbortSignal;
  /** Told of each failure. Throws to give up; gives the milliseconds for which the other side asked to be left alone, if it did. */
  readonly onFailure: (error: unknown) => number | undefined;
}

/** Does what may fail until it is done. Rejects with what `onFailure` throws, or with the reason of the signal. */
export async function retry<T>(
  work: () => Promise<T>,
  { clock, signal, onFailure, ...options }: RetryOptions,
): Promise<T> {
  const backoff = createBackoff(options);
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      await clock.sleep(backoff.nextMs(onFailure(error)), signal);
    }
  }
}

/** A longer wait is somebody's mistake, and more than 24 days no timer can count: it would end at once. */
const longestMs = 86_400_000;

/** Milliseconds that the value of a `Retry-After` header asks for, a day at most: seconds, or a date of HTTP (RFC 9110 §10.2.3). */
export function readRetryAfter(value: string | null | undefined, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, longestMs);
  const at = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - nowMs), longestMs);
}
