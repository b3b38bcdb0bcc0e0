import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aheadMs, eventsPerSecond, gapSince, type Heard } from './api-server.ts';
import { type Fleet, hearIn } from './fleet.ts';
import { leftOutBy } from './hours.ts';
import { lossesOf } from './losses.ts';

const body = (at: number, source: string, more: Partial<Heard> = {}): Heard => ({
  at,
  source,
  leases: [],
  events: 10,
  newestAt: at - 500,
  truncated: 0,
  requests: { begun: new Map(), ended: [], endedKinds: [], isCut: false },
  ...more,
});

const listen = (bodies: readonly Heard[], fleet: Fleet = []): Fleet => bodies.reduce(hearIn, fleet);
const gaps = (fleet: Fleet, now: number) =>
  fleet.flatMap((server) => (gapSince(server, now) === undefined ? [] : [server.name])).toSorted();
const second = 1000;

/** Bodies of a sender, one each so many seconds. */
function traffic(
  source: string,
  from: number,
  to: number,
  each: number,
  leases: readonly string[] = [],
): readonly Heard[] {
  const count = Math.floor((to - from) / each);
  return Array.from({ length: count }, (_, index) => body((from + index * each) * second, source, { leases }));
}

const inOrder = (...streams: (readonly Heard[])[]): readonly Heard[] => streams.flat().toSorted((a, b) => a.at - b.at);

describe('API servers are told apart', () => {
  test('by who sends', () => {
    expect(listen([body(1, '10.0.0.1'), body(2, '10.0.0.2'), body(3, '10.0.0.1')]).map(({ name }) => name)).toEqual([
      '10.0.0.2',
      '10.0.0.1',
    ]);
  });

  test('by their leases, through one proxy as well', () => {
    const fleet = listen([
      body(1, 'proxy', { leases: ['apiserver-a'] }),
      body(2, 'proxy', { leases: ['apiserver-b'] }),
      body(3, 'proxy'),
    ]);
    expect(fleet.map(({ name, bodies }) => [name, bodies])).toEqual([
      ['apiserver-a', 1],
      ['apiserver-b', 1],
      ['proxy', 1],
    ]);
  });

  test('and what came before the first lease, and between leases, is of the one that sends there', () => {
    const fleet = listen([body(1, '10.0.0.1'), body(2, '10.0.0.1', { leases: ['apiserver-a'] }), body(3, '10.0.0.1')]);
    expect(fleet).toMatchObject([{ name: 'apiserver-a', bodies: 3, firstAt: 1, lastAt: 3 }]);
  });

  test('however many names somebody makes up', () => {
    expect(listen(Array.from({ length: 500 }, (_, index) => body(index, `host-${index}`)))).toHaveLength(64);
  });
});

describe('a gap', () => {
  test('is silence against an own habit, whatever the others send', () => {
    const fleet = listen(inOrder(traffic('a', 0, 600, 1), traffic('b', 0, 300, 1)));
    expect(gaps(fleet, 299 * second + 90_000)).toEqual([]);
    expect(gaps(fleet, 299 * second + 90_001)).toEqual(['b']);
  });

  test('comes later for one that sends seldom, and of a gap no habit is made', () => {
    const seldom = listen(traffic('a', 0, 1200, 60));
    expect(gaps(seldom, 1140 * second + 179_000)).toEqual([]);
    expect(gaps(seldom, 1140 * second + 181_000)).toEqual(['a']);
    const again = listen(traffic('a', 2000, 2060, 10), seldom);
    expect(gaps(again, 2050 * second + 181_000)).toEqual(['a']);
  });

  test('that is over is remembered, with its ends', () => {
    const [a] = listen([...traffic('a', 0, 100, 1), body(500_000, 'a')]);
    expect(a?.gaps).toEqual([{ from: 99_000, to: 500_000 }]);
  });

  test('is not where nobody knows a habit, and ends when the API server is gone for good', () => {
    expect(gaps(listen(traffic('a', 0, 4, 1)), 1_000_000)).toEqual([]);
    const fleet = listen(traffic('a', 0, 100, 1));
    expect(gaps(fleet, 86_000_000)).toEqual(['a']);
    expect(gaps(fleet, 87_000_000)).toEqual([]);
  });

  test('is raised within two minutes and not before, of any API server that sends each half minute', () => {
    const pauses = fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 40, maxLength: 200 });
    fc.assert(
      fc.property(pauses, (all) => {
        let [at, fleet]: [number, Fleet] = [0, []];
        for (const pause of all) {
          expect(gaps(fleet, at + pause)).toEqual([]);
          at += pause;
          fleet = hearIn(fleet, body(at, 'a'));
        }
        const [first] = fleet;
        // Who was heard but for a moment has no habit.
        if (!first || at - first.firstAt < 30_000) return;
        expect(gaps(fleet, at + 30_000)).toEqual([]);
        expect(gaps(fleet, at + 105_000)).toEqual(['a']);
      }),
    );
  });
});

test('rate, delay, clock and truncated events are those of the API server', () => {
  const fleet = listen(inOrder(traffic('a', 0, 120, 1), traffic('b', 0, 120, 10)));
  const ahead = hearIn(fleet, body(120_000, 'b', { newestAt: 150_000, truncated: 3 }));
  const [a, b] = ['a', 'b'].map((name) => ahead.find((one) => one.name === name));
  expect(a && eventsPerSecond(a, 119_999)).toBeCloseTo(10);
  expect(b).toMatchObject({ delayMs: -30_000, newestAt: 150_000 });
  expect([a && aheadMs(a), b && aheadMs(b)]).toEqual([0, 30_000]);
  expect([a && leftOutBy(a, 120_000).truncated, b && leftOutBy(b, 120_000).truncated]).toEqual([0, 3]);
  expect(b && leftOutBy(b, 120_000 + 90_000_000).truncated).toBe(0);
});

test('what API servers lost is the increase of what they say, over restarts', () => {
  const sample = (source: string, at: number, errors: number, rejected = 0) => ({
    source,
    at,
    startedAt: undefined,
    errors,
    rejected,
  });
  const samples = [sample('a', 1, 50), sample('a', 2, 53), sample('a', 3, 2), sample('b', 1, 9), sample('b', 2, 9)];
  expect(lossesOf(samples)).toEqual([{ source: 'a', errors: 5, rejected: 0 }]);
});
