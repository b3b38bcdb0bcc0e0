import type { Clock } from '../../platform/index.ts';

/** Over so long a rate is taken. */
const spanMs = 60_000;

/** How much is done each second, of late. */
export interface Rate {
  add(count: number): void;
  /** Of the last minute. */
  perSecond(): number;
}

/** Counts by second, and forgets what is older than a minute. */
export function createRate({ now }: Pick<Clock, 'now'>): Rate {
  const counts = new Map<number, number>();
  const since = (): number => Math.floor((now() - spanMs) / 1000);

  function forget(): void {
    for (const second of counts.keys()) {
      if (second > since()) return;
      counts.delete(second);
    }
  }

  return {
    add(count) {
      forget();
      const second = Math.floor(now() / 1000);
      counts.set(second, (counts.get(second) ?? 0) + count);
    },
    perSecond() {
      forget();
      return [...counts.values()].reduce((sum, count) => sum + count, 0) / (spanMs / 1000);
    },
  };
}
