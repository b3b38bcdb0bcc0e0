export { type Immediate, startImmediate } from './immediate.ts';
export { type Scheduler, startScheduler } from './scheduler.ts';
