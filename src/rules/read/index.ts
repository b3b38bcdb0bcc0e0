export { checkColumns, checkStatement } from './check-answers.ts';
export type { Known, KnownCluster } from './known.ts';
export { type ReadRule, type ReadRules, readRuleFile } from './read.ts';
export { writePolicy } from './write.ts';
export { checkSchedule } from './check-schedule.ts';
export { placed } from './finding.ts';
