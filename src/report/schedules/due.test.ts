import { expect, test } from 'vitest';
import { dueOf, ticksOf } from './due.ts';
import { ReportSchedule } from './form.ts';

const monday = ReportSchedule.parse({
  kind: 'ReportSchedule',
  name: 'weekly',
  dashboard: 'overview',
  schedule: { weekly: 'mon', at: '09:00' },
  timeZone: 'Europe/Berlin',
  channels: ['mail'],
});
const ticks = ticksOf(monday, 'UTC');
const at = (text: string) => Date.parse(text);
const week = at('2026-11-30T08:00:00Z');

test('times are of the zone of the schedule, also where the clocks change', () => {
  expect(ticks.next(at('2026-11-29T00:00:00Z'))).toBe(week);
  expect(ticks.next(at('2026-06-01T07:00:01Z'))).toBe(at('2026-06-08T07:00:00Z'));
});

test('nothing is due before its time', () => {
  expect(dueOf(ticks, week, week - 1)).toEqual({ next: week });
});

test('at its time, and late, the report is of that time', () => {
  const due = { at: week, next: at('2026-12-07T08:00:00Z'), missed: undefined };
  expect(dueOf(ticks, week, week)).toEqual(due);
  expect(dueOf(ticks, week, week + 3_600_000)).toEqual(due);
});

test('of several that were missed, the last stands for all', () => {
  expect(dueOf(ticks, week, at('2026-12-22T00:00:00Z'))).toEqual({
    at: at('2026-12-21T08:00:00Z'),
    next: at('2026-12-28T08:00:00Z'),
    missed: { count: 3, since: week },
  });
});

test('after years of a fast schedule as well', () => {
  const seconds = ticksOf({ ...monday, schedule: { every: '1s' } }, 'UTC');
  const now = week + 10 * 365 * 86_400_000 + 500;
  expect(dueOf(seconds, week, now)).toMatchObject({ at: now - 500, next: now + 500, missed: { since: week } });
});

test('a clock that was set back does not put off what comes', () => {
  expect(dueOf(ticks, at('2027-12-06T08:00:00Z'), week - 1)).toEqual({ next: week });
});
