export { type Fit, fitOf, type Intervals, windowsOf } from './intervals.ts';
export { type Due, type Progress, type Run } from './runs.ts';
export { createTicks, openCron, type Ticks, type TicksOptions } from './ticks.ts';
export { readTimeZone, type TimeZone } from './time-zone.ts';
export { createTiming, type Timing, type Window } from './timing.ts';
