import { expect, test } from 'vitest';
import { createArrivals } from './arrivals.ts';

function arrivalsAt(start: number) {
  let now = start;
  const arrivals = createArrivals({ now: () => now });
  return { arrivals, pass: (ms: number) => (now += ms) };
}

test('what is refused is counted by reason and network, the latest first', () => {
  const { arrivals, pass } = arrivalsAt(1000);
  arrivals.refused('a', 'token-unknown', '10.0.0.1');
  pass(10);
  arrivals.refused('a', 'unreadable', '10.0.0.1');
  pass(10);
  arrivals.refused('a', 'token-unknown', '10.0.0.1');
  arrivals.refused('a', 'token-missing', '2001:db8::1');
  arrivals.refused('a', 'token-missing', '2001:db8::2');
  expect(arrivals.of('a').refused).toEqual([
    { reason: 'token-missing', address: '2001:db8::2', times: 2, firstAt: 1020, lastAt: 1020 },
    { reason: 'token-unknown', address: '10.0.0.1', times: 2, firstAt: 1000, lastAt: 1020 },
    { reason: 'unreadable', address: '10.0.0.1', times: 1, firstAt: 1010, lastAt: 1010 },
  ]);
});

test('each cluster has its own, and nobody theirs', () => {
  const { arrivals } = arrivalsAt(0);
  arrivals.taken('a', 'node-1', 3);
  arrivals.taken('a', 'node-1', 4);
  arrivals.refused('b', 'cluster-disabled', '10.0.0.1');
  arrivals.refused(undefined, 'http-to-https', '10.0.0.2');
  expect(arrivals.of('a')).toMatchObject({ taken: [{ source: 'node-1', events: 7, times: 2 }], refused: [] });
  expect(arrivals.of('b')).toMatchObject({ taken: [], refused: [{ reason: 'cluster-disabled' }] });
  expect(arrivals.of(undefined)).toMatchObject({ refused: [{ reason: 'http-to-https', address: '10.0.0.2' }] });
  expect(arrivals.of('c')).toEqual({ taken: [], refused: [] });
});

test('memory is bounded, and whoever floods one cluster pushes nobody out of another', () => {
  const { arrivals } = arrivalsAt(0);
  arrivals.refused('quiet', 'token-unknown', '10.0.0.1');
  for (let one = 0; one < 5000; one += 1) {
    arrivals.refused('loud', 'token-unknown', `10.1.${one >> 8}.${one & 255}`);
    arrivals.refused(undefined, 'tls-failed', `10.1.${one >> 8}.${one & 255}`);
  }
  expect(arrivals.of('quiet').refused).toHaveLength(1);
  expect(arrivals.of('loud').refused.length).toBeLessThanOrEqual(50);
  expect(arrivals.of(undefined).refused.length).toBeLessThanOrEqual(50);
  for (let one = 0; one < 5000; one += 1) arrivals.taken(`cluster-${one}`, 'x', 1);
  expect(arrivals.of('loud')).toEqual({ taken: [], refused: [] });
});

test('what was a day ago is of no help any more', () => {
  const { arrivals, pass } = arrivalsAt(0);
  arrivals.refused('a', 'token-unknown', '10.0.0.1');
  pass(86_400_000);
  arrivals.taken('a', '10.0.0.1', 1);
  expect(arrivals.of('a')).toMatchObject({ refused: [], taken: [{ events: 1 }] });
});
