import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../form.ts';
import { createTicks } from './ticks.ts';

const elsewhere = { timeZone: 'America/New_York' };

/** The next ticks after a moment, to the minute. */
function ticksOf(schedule: Schedule, after: string, count: number, options = { timeZone: 'UTC' }): readonly string[] {
  const ticks = createTicks(schedule, options);
  const found: string[] = [];
  let last: number | undefined = Date.parse(after);
  while (found.length < count) {
    last = ticks.next(last);
    if (last === undefined) break;
    found.push(new Date(last).toISOString().slice(0, 16));
  }
  return found;
}

describe('ticks', () => {
  it.each<readonly [string, Schedule, string, readonly string[]]>([
    ['a fixed rate', { every: '90m' }, '2026-01-01T00:00:00Z', ['2026-01-01T01:30', '2026-01-01T03:00']],
    ['each hour', { hourly: true }, '2026-01-01T00:59:59.999Z', ['2026-01-01T01:00', '2026-01-01T02:00']],
    ['cron', { cron: '*/20 9 * * 1-5' }, '2026-01-02T09:30:00Z', ['2026-01-02T09:40', '2026-01-05T09:00']],
    [
      'cron as SLS writes it',
      { cron: '0/30 * * * *' },
      '2026-01-01T00:00:00Z',
      ['2026-01-01T00:30', '2026-01-01T01:00'],
    ],
    [
      'cron at an offset',
      { cron: '0 8 * * *', timeZone: '+0800' },
      '2026-01-01T00:00:00Z',
      ['2026-01-02T00:00', '2026-01-03T00:00'],
    ],
    [
      'each day in a zone with half hours',
      { daily: '09:30', timeZone: 'Asia/Kolkata' },
      '2026-01-01T00:00:00Z',
      ['2026-01-01T04:00', '2026-01-02T04:00'],
    ],
    ['each week', { weekly: 'sun', at: '23:59' }, '2026-01-01T00:00:00Z', ['2026-01-04T23:59', '2026-01-11T23:59']],
  ])('of %s', (_what, schedule, after, expected) => {
    expect(ticksOf(schedule, after, expected.length)).toEqual(expected);
  });

  it('are of the server’s zone where the schedule names none', () => {
    expect(ticksOf({ daily: '00:00' }, '2026-01-01T00:00:00Z', 1, elsewhere)).toEqual(['2026-01-01T05:00']);
    expect(ticksOf({ daily: '00:00', timeZone: 'UTC' }, '2026-01-01T00:00:00Z', 1, elsewhere)).toEqual([
      '2026-01-02T00:00',
    ]);
  });

  it('are once a day where the clocks change', () => {
    const berlin = { daily: '02:30', timeZone: 'Europe/Berlin' };
    // 02:30 does not exist on 29 March, and exists twice on 25 October.
    expect(ticksOf(berlin, '2026-03-28T12:00:00Z', 2)).toEqual(['2026-03-29T01:00', '2026-03-30T00:30']);
    expect(ticksOf(berlin, '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
    expect(ticksOf({ cron: '*/30 2 * * *', timeZone: 'Europe/Berlin' }, '2026-10-24T12:00:00Z', 4)).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
    ]);
  });

  it('of a fixed rate are moved by a phase', () => {
    const ticks = createTicks({ every: '1m' }, { timeZone: 'UTC', phaseMs: 7000 });
    expect([ticks.next(6999), ticks.next(7000), ticks.previous(7000), ticks.previous(7001)]).toEqual([
      7000, 67_000, -53_000, 7000,
    ]);
  });

  it('come one after another, whatever the schedule', () => {
    const schedules = fc.constantFrom<Schedule>(
      { every: '1s' },
      { every: '7m' },
      { hourly: true },
      { daily: '02:30', timeZone: 'America/New_York' },
      { weekly: 'sun', at: '02:00', timeZone: 'Australia/Lord_Howe' },
      { cron: '13 */5 * * *', timeZone: 'Europe/Berlin' },
      { cron: '0 0 29 2 *', timeZone: '-0330' },
    );
    const moments = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(schedules, moments, (schedule, moment) => {
        const ticks = createTicks(schedule, elsewhere);
        const next = ticks.next(moment) ?? Number.NaN;
        expect(next).toBeGreaterThan(moment);
        expect(ticks.next(next - 1)).toBe(next);
        expect(ticks.previous(next + 1000)).toBe(next);
        expect(ticks.previous(next)).toBeLessThanOrEqual(moment);
      }),
      { numRuns: 200 },
    );
  });
});
