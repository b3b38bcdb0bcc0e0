import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/index.ts';

/** Each key stands in this many places, and is said to have failed as often as the least of them says. */
const rows = 4;
const width = 1 << 14;

/**
 * Counts failures by key in memory of a fixed size (a count-min sketch): keys share places, so a count may be too high, by as much as
 * others failed, and is never too low. Nobody can have a count forgotten before its time by failing under other names.
 */
export interface FailureCounter {
  /** Milliseconds until the key may fail again; 0 where it may now. */
  waitMs(key: string): number;
  /** Counts a failure, and gives what takes it back, once. */
  add(key: string): () => void;
}

export interface FailureCounterOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Failures that are forgiven within a window. */
  readonly allowed: number;
  readonly windowMs: number;
}

export function createFailureCounter({ clock, allowed, windowMs }: FailureCounterOptions): FailureCounter {
  const counts = new Uint32Array(rows * width);
  /** Unix milliseconds at which the count of a place is forgotten. */
  const until = new Float64Array(rows * width);
  // Whoever knew the places of a name could fill them.
  const secret = randomBytes(32);

  function placesOf(key: string): readonly number[] {
    const hash = createHmac('sha256', secret).update(key).digest();
    return Array.from({ length: rows }, (_, row) => row * width + (hash.readUInt32LE(row * 4) % width));
  }

  function isOpen(place: number): boolean {
    return (until[place] ?? 0) <= clock.now();
  }

  return {
    waitMs: (key) => {
      const places = placesOf(key);
      if (places.some((place) => isOpen(place) || (counts[place] ?? 0) < allowed)) return 0;
      return Math.min(...places.map((place) => (until[place] ?? 0) - clock.now()));
    },
    add: (key) => {
      const counted = placesOf(key).map((place) => {
        if (isOpen(place)) {
          counts[place] = 0;
          until[place] = clock.now() + windowMs;
        }
        counts[place] = (counts[place] ?? 0) + 1;
        return { place, ends: until[place] };
      });
      let isTakenBack = false;
      return () => {
        if (isTakenBack) return;
        isTakenBack = true;
        // A window that is over has forgotten it already.
        for (const { place, ends } of counted)
          if (until[place] === ends) counts[place] = Math.max(0, (counts[place] ?? 0) - 1);
      };
    },
  };
}
