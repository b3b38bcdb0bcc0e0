import { day, hour, minute, second, startOfDay, type Micros } from './time.ts';

/** The thirty days of the demo: day 30 is the one that holds `now`, in UTC. */
export interface Calendar {
  /** Midnight at which a day of the story begins. */
  readonly startOf: (storyDay: number) => Micros;
  /** A moment of a day of the story. */
  readonly at: (storyDay: number, hours: number, minutes: number, seconds?: number) => Micros;
  readonly isHoliday: (at: Micros) => boolean;
  readonly isWorkday: (at: Micros) => boolean;
}

/** Creates the calendar. The holiday is the first Thursday from day 10 on. */
export function createCalendar(now: Micros): Calendar {
  const startOf = (storyDay: number): Micros => startOfDay(now) - (30 - storyDay) * day;
  let holiday = startOf(10);
  while (weekday(holiday) !== 4) holiday += day;
  const isHoliday = (at: Micros): boolean => startOfDay(at) === holiday;
  return {
    startOf,
    at: (storyDay, hours, minutes, seconds = 0) =>
      startOf(storyDay) + hours * hour + minutes * minute + seconds * second,
    isHoliday,
    isWorkday: (at) => !isHoliday(at) && weekday(at) !== 0 && weekday(at) !== 6,
  };
}

/** The day of the week, Sunday 0. 1970 began on a Thursday. */
export function weekday(at: Micros): number {
  return (Math.floor(at / day) + 4) % 7;
}
