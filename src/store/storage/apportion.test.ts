import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion, bytesOf, type DayShare, sumOf } from './apportion.ts';

const part = { day: '20261120', columns: 1000, raw: 100, indexes: 400 };

function share(clusterId: string, events: number, columnBytes: number, rawBytes = 0, day = part.day): DayShare {
  return { day, clusterId, events, sample: { events: 10, columnBytes, rawBytes } };
}

test('what a day takes is divided by the size of events, and kept lines by whose they are', () => {
  const shares = [share('a', 100, 300, 50), share('b', 100, 100)];
  expect(Object.fromEntries(apportion([part], shares))).toEqual({
    a: [{ day: '20261120', events: 100, columns: 750, raw: 100, indexes: 300 }],
    b: [{ day: '20261120', events: 100, columns: 250, raw: 0, indexes: 100 }],
  });
});

test('of what was not looked at an event is as large as the others of the day', () => {
  const unseen: DayShare = { day: part.day, clusterId: 'b', events: 300, sample: undefined };
  const found = apportion([part], [share('a', 100, 200), unseen]);
  expect(found.get('b')).toMatchObject([{ events: 300, columns: 750, indexes: 300 }]);
  expect(apportion([part], [unseen]).get('b')).toMatchObject([{ columns: 1000, raw: 100, indexes: 400 }]);
});

test('all clusters of a day together take what the day takes', () => {
  const size = fc.integer({ min: 0, max: 1 << 40 });
  const shares = fc.uniqueArray(
    fc.record({
      clusterId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      events: fc.integer({ min: 1, max: 1 << 30 }),
      sample: fc.option(
        fc.record({
          events: fc.integer({ min: 1, max: 1000 }),
          columnBytes: fc.integer({ min: 1, max: 1 << 30 }),
          rawBytes: fc.integer({ min: 0, max: 1 << 30 }),
        }),
        { nil: undefined },
      ),
    }),
    { selector: ({ clusterId }) => clusterId, minLength: 1 },
  );
  fc.assert(
    fc.property(fc.record({ columns: size, raw: size, indexes: size }), shares, (sizes, given) => {
      const found = apportion(
        [{ ...sizes, day: '1' }],
        given.map((one) => ({ ...one, day: '1' })),
      );
      const all = [...found.values()].flat();
      expect(all).toHaveLength(given.length);
      for (const kind of ['columns', 'raw', 'indexes'] as const)
        expect(Math.abs(sumOf(all)[kind] - sizes[kind])).toBeLessThanOrEqual(given.length);
      expect(all.every((one) => bytesOf(one) >= 0)).toBe(true);
    }),
  );
});
