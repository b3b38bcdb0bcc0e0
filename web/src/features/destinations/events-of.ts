import type { Destination } from '../../api/destinations.ts';

/** The way to the events that a destination is sent, in the explorer; `span` is such as `24h`. */
export function eventsOf({ filter, clusters }: Pick<Destination, 'filter' | 'clusters'>, span: string) {
  return {
    to: '/explore',
    search: {
      ...(filter === '' ? {} : { q: filter }),
      ...(clusters === null ? {} : { clusters }),
      from: `now-${span}`,
      to: 'now',
      noise: 'show',
    },
  } as const;
}

/** The span of what waits, rounded up to what an address of the explorer takes. */
export function spanOfLag(seconds: number): string {
  if (seconds < 3600) return `${Math.max(1, Math.ceil(seconds / 60) + 1)}m`;
  return `${Math.ceil(seconds / 3600) + 1}h`;
}

/** The way to one event, which happened before it was received; clocks of API servers may be ahead. */
export function eventOf(auditId: string, receivedAt: string) {
  const received = Date.parse(receivedAt);
  const at = (millis: number): string => new Date(millis).toISOString();
  return {
    to: '/explore',
    search: {
      q: `auditID: "${auditId.replaceAll(/["\\]/g, '')}"`,
      from: at(received - 30 * 86_400_000),
      to: at(received + 3_600_000),
      noise: 'show',
    },
  } as const;
}
