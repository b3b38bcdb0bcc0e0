import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, type DayStorage } from './apportion.ts';
import { type ForecastBasis, forecastOf, fullInDays } from './forecast.ts';

const now = Date.UTC(2026, 10, 21, 12);
const dayMs = 86_400_000;

/** Bytes of days, by how many days ago they were. */
function daysOf(bytes: Readonly<Record<number, number>>): readonly DayStorage[] {
  return Object.entries(bytes)
    .map(([ago, columns]) => {
      const day = new Date(now - Number(ago) * dayMs).toISOString().slice(0, 10).replaceAll('-', '');
      return { day, events: 1, columns, raw: 0, indexes: 0 };
    })
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

function basis(bytes: Readonly<Record<number, number>>, more: Partial<ForecastBasis> = {}): ForecastBasis {
  return { days: daysOf(bytes), retentionDays: 30, isHeld: false, takesEvents: true, ...more };
}

function steady(days: number, bytes = 10): Readonly<Record<number, number>> {
  return Object.fromEntries(Array.from({ length: days }, (_, index) => [index + 1, bytes]));
}

describe('a forecast', () => {
  test('is not made before a whole day was received', () => {
    expect(forecastOf(basis({}), now)).toBeUndefined();
    expect(forecastOf(basis({ 0: 500 }), now)).toBeUndefined();
    expect(forecastOf(basis({ 0: 500, 1: 10 }), now)).toMatchObject({ bytesPerDay: 10 });
  });

  test('goes by a usual day of the last week: today is not over, one import is no habit, silence counts', () => {
    expect(forecastOf(basis({ 0: 1, 1: 10, 2: 12, 3: 9000, 4: 11, 5: 13, 6: 8, 7: 14, 8: 5000 }), now)).toMatchObject({
      bytesPerDay: 12,
    });
    expect(forecastOf(basis({ 20: 10 }), now)).toMatchObject({ bytesPerDay: 0 });
    expect(forecastOf(basis({ 1: 10, 2: 10, 4: 10 }), now)).toMatchObject({ bytesPerDay: 10 });
  });

  test('of a cluster that is as old as its retention stays as it is', () => {
    expect(forecastOf(basis(steady(30)), now)).toEqual({ bytesPerDay: 10, in30Days: 300, atRetention: 300 });
  });

  test('of a young one grows to its retention', () => {
    expect(forecastOf(basis(steady(5)), now)).toEqual({ bytesPerDay: 10, in30Days: 300, atRetention: 300 });
    expect(forecastOf(basis(steady(5), { retentionDays: 365 }), now)).toEqual({
      bytesPerDay: 10,
      in30Days: 350,
      atRetention: 3650,
    });
  });

  test('of a disabled one shrinks as its days go', () => {
    expect(forecastOf(basis(steady(10), { takesEvents: false }), now)).toEqual({
      bytesPerDay: 0,
      in30Days: 0,
      atRetention: 0,
    });
    const long = forecastOf(basis(steady(10), { takesEvents: false, retentionDays: 35 }), now);
    expect(long).toEqual({ bytesPerDay: 0, in30Days: 50, atRetention: 0 });
  });

  test('of a held one counts on nothing to go', () => {
    expect(forecastOf(basis(steady(30), { isHeld: true }), now)).toEqual({
      bytesPerDay: 10,
      in30Days: 600,
      atRetention: null,
    });
  });

  test('is what a day by day account gives', () => {
    const history = fc.dictionary(fc.integer({ min: 0, max: 50 }).map(String), fc.integer({ min: 0, max: 99 }), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 60 }), fc.boolean(), (bytes, retentionDays, isHeld) => {
        const given = basis(bytes, { retentionDays, isHeld });
        const forecast = forecastOf(given, now);
        if (!forecast) return;
        const { bytesPerDay, in30Days } = forecast;
        // Ages in days, as they are kept by the retention of the store: gone when older than it.
        let kept = given.days.map((one) => ({
          age: Math.floor((now - Date.parse(one.day.replace(/(....)(..)(..)/, '$1-$2-$3'))) / dayMs),
          bytes: bytesOf(one),
        }));
        for (let day = 0; day < 30; day += 1) {
          kept = [...kept.map((one) => ({ ...one, age: one.age + 1 })), { age: 1, bytes: bytesPerDay }];
          if (!isHeld) kept = kept.filter(({ age }) => age <= retentionDays);
        }
        expect(in30Days).toBe(kept.reduce((sum, one) => sum + one.bytes, 0));
      }),
    );
  });
});

describe('the disk is full', () => {
  test('on the day on which what grows has taken what is free', () => {
    expect(fullInDays([basis(steady(5), { retentionDays: 365 })], 100, now)).toBe(10);
    expect(fullInDays([basis(steady(5)), basis(steady(30)), basis({})], 100, now)).toBe(10);
    expect(fullInDays([basis(steady(5)), basis(steady(5), { isHeld: true })], 600, now)).toBe(35);
  });

  test('never, where all grow to their retention before', () => {
    expect(fullInDays([basis(steady(5))], 251, now)).toBeUndefined();
    expect(fullInDays([basis(steady(5))], 250, now)).toBe(25);
    expect(fullInDays([], 0, now)).toBe(1);
  });
});
