import { describe, expect, it } from 'vitest';
import { AlertRule } from '../form.ts';
import { fitOf, intervalsOf } from './intervals.ts';
import { createTiming } from './timing.ts';

const second = 1_000_000;
const minute = 60 * second;

function windows(members: object, run: { tick: number; after: number; through: number }) {
  const rule = AlertRule.parse({ kind: 'AlertRule', name: 'r', schedule: { every: '1m' }, ...members });
  const timing = createTiming(rule, { timeZone: 'UTC' });
  const found = timing.windows({ tick: run.tick * 60_000, after: run.after * minute, through: run.through * minute });
  return found.map((window) =>
    window.kind === 'receipt'
      ? ['(', window.after / minute, window.through / minute]
      : ['[', window.from / minute, window.to / minute],
  );
}

const late = { tick: 10, after: 8.9, through: 9.95 };

describe('the window of a query', () => {
  it.each([
    ['left out, what was received since', { query: '*' }, late, [['(', 8.9, 9.95]]],
    ['as long as the schedule, the same', { query: '*', window: '60s' }, late, [['(', 8.9, 9.95]]],
    ['longer, that long, and overlaps', { query: '*', window: '2m' }, { ...late, through: 10 }, [['(', 8, 10]]],
    [
      'longer, all since the last run at least',
      { query: '*', window: '2m' },
      { tick: 10, after: 5, through: 10 },
      [['(', 5, 10]],
    ],
    ['shorter, that long', { query: '*', window: '30s' }, { tick: 10, after: 9, through: 10 }, [['(', 9.5, 10]]],
    [
      'shorter, nothing twice',
      { query: '*', window: '30s' },
      { tick: 10, after: 9.75, through: 10 },
      [['(', 9.75, 10]],
    ],
    [
      'of each query its own, or that of the rule',
      { queries: [{ query: '*' }, { query: '*', window: '1h' }], window: '5m', combine: [{ type: 'no_join' }] },
      { tick: 100, after: 99, through: 100 },
      [
        ['(', 95, 100],
        ['(', 40, 100],
      ],
    ],
    ['over when events happened', { query: '*', window: '2m', time: 'event' }, late, [['[', 8, 10]]],
    ['ending a delay before', { query: '*', window: '2m', time: 'event', delay: '30s' }, late, [['[', 7.5, 9.5]]],
    ['since the tick before, left out', { query: '*', time: 'event', schedule: { every: '5m' } }, late, [['[', 5, 10]]],
  ])('is, %s', (_what, members, run, expected) => {
    expect(windows(members, run)).toEqual(expected);
  });

  it('over when events happened does not wait for the indexer', () => {
    const rule = { kind: 'AlertRule', name: 'r', query: '*', schedule: { every: '1m' } };
    const progress = { cursor: 9 * minute, tick: 9 * 60_000, now: 10 * 60_000, committed: 9 * minute };
    const dueOf = (members: object) =>
      createTiming(AlertRule.parse({ ...rule, ...members }), { timeZone: 'UTC' }).due(progress, 10).runs.length;
    expect([dueOf({}), dueOf({ time: 'event' })]).toEqual([0, 1]);
  });
});

describe('how a window fits', () => {
  const hour = 3_600_000;
  it.each([
    [{ every: '90s' }, 90_000, 90_000],
    [{ hourly: true as const }, hour, hour],
    [{ daily: '02:30', timeZone: 'Europe/Berlin' }, 24 * hour, 24 * hour],
    [{ weekly: 'mon' as const, at: '00:00' }, 168 * hour, 168 * hour],
    [{ cron: '0 9-17 * * 1-5' }, hour, 64 * hour],
    [{ cron: '0/5 * * * *' }, 300_000, 300_000],
  ])('ticks of %j are that far apart', (schedule, shortest, longest) => {
    expect(intervalsOf(schedule)).toEqual({ shortest, longest });
  });

  it('is measured once for a schedule, whatever its time zone', () => {
    const schedule = { cron: '7 9-17 * * 1-5' };
    expect(intervalsOf({ ...schedule, timeZone: 'Asia/Tokyo' })).toBe(intervalsOf(schedule));
  });

  it.each([
    ['months', '0 0 1 * *', 28 * 24 * hour, 31 * 24 * hour],
    ['leap years', '0 0 29 2 *', 1461 * 24 * hour, 1461 * 24 * hour],
  ])('is measured over %s', (_, cron, shortest, longest) => {
    expect(intervalsOf({ cron })).toEqual({ shortest, longest });
  });

  it('is told by the ticks', () => {
    const rule = { schedule: { cron: '0 9-17 * * *' } };
    expect(fitOf(rule, undefined)).toEqual({ hasHoles: false, overlaps: false });
    expect(fitOf(rule, '30m')).toEqual({ hasHoles: true, overlaps: false });
    expect(fitOf(rule, '2h')).toEqual({ hasHoles: true, overlaps: true });
    expect(fitOf(rule, '1d')).toEqual({ hasHoles: false, overlaps: true });
  });
});
