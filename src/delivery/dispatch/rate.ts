const windowMs = 60_000;
/** More than any limit. */
const mostTries = 10_000;

/** Holds a channel to so many tries within any minute. */
export interface Rate {
  /** Unix milliseconds from which there is room for another; without a limit there always is. */
  freeAt(now: number, perMinute: number | undefined): number;
  take(now: number): void;
}

/** `earlier`: the tries of the last minute, before a restart. */
export function createRate(earlier: readonly number[]): Rate {
  let tries = [...earlier];
  return {
    freeAt: (now, perMinute) => {
      if (perMinute === undefined) return now;
      // What lies ahead was made before the clock was set back.
      tries = tries.map((at) => Math.min(at, now)).filter((at) => at > now - windowMs);
      const [oldest] = tries.slice(-perMinute);
      return tries.length < perMinute || oldest === undefined ? now : oldest + windowMs;
    },
    take: (now) => {
      tries.push(now);
      if (tries.length > 2 * mostTries) tries = tries.slice(-mostTries);
    },
  };
}
