import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstKeptDay, type Holding, nextRemoval } from './removal.ts';

const noon = Date.UTC(2026, 10, 21, 12);

describe('the first day that is kept', () => {
  test.each([
    [1, noon, '20261120'],
    [30, noon, '20261022'],
    [365, noon, '20251121'],
    [3650, noon, '20161123'],
    [1, Date.UTC(2026, 10, 21), '20261120'],
    [1, Date.UTC(2026, 10, 21) - 1, '20261119'],
    [1, Date.UTC(2028, 2, 1), '20280229'],
  ])('of %i days at %i is %s', (retentionDays, now, day) => {
    expect(firstKeptDay(now, retentionDays)).toBe(day);
  });

  test('an event stays for its retention at least, and for less than a day more', () => {
    const times = fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 3650 }), fc.nat(20 * 86_400_000), (received, days, after) => {
        const day = new Date(received).toISOString().slice(0, 10).replaceAll('-', '');
        const isGone = day < firstKeptDay(received + days * 86_400_000 + after, days);
        if (after === 0) expect(isGone).toBe(false);
        if (after >= 86_400_000) expect(isGone).toBe(true);
      }),
    );
  });
});

describe('the next step', () => {
  const holding = fc.record({
    day: fc.constantFrom('20261001', '20261002', '20261003', '20261004'),
    clusterId: fc.constantFrom('a', 'b', 'c'),
    events: fc.integer({ min: 1, max: 9 }),
  });
  const distinct = fc.uniqueArray(holding, { selector: ({ day, clusterId }) => `${day} ${clusterId}` });

  test('repeated until there is none, removes just what is to be removed, whole days first and in the order of time', () => {
    fc.assert(
      fc.property(distinct, fc.array(fc.constantFrom('a', 'b', 'c')), fc.boolean(), (held, clusters, isOld) => {
        const chosen = new Set<string>(clusters);
        const isToRemove = ({ clusterId, day }: Holding): boolean =>
          chosen.has(clusterId) && (!isOld || day < '20261003');
        let left = held;
        const steps: string[] = [];
        for (let step = nextRemoval(left, isToRemove); step; step = nextRemoval(left, isToRemove)) {
          const { kind, day, removed } = step;
          steps.push(`${kind === 'drop' ? 1 : 2} ${day}`);
          if (kind === 'drop') expect(removed.length).toBe(left.filter((one) => one.day === day).length);
          left = left.filter((one) => (kind === 'drop' ? one.day !== day : !removed.includes(one)));
        }
        expect(left).toEqual(held.filter((one) => !isToRemove(one)));
        expect(steps).toEqual(steps.toSorted());
      }),
    );
  });
});
