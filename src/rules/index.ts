export {
  AlertPolicy,
  AlertRule,
  combinations,
  Duration,
  Name,
  Schedule,
  severities,
  type Severity,
  Silence,
  Text,
} from './form.ts';
export { createFiller, type FillAnnotations, type FilledAnnotations } from './annotations/index.ts';
export {
  type CauseKind,
  type CompiledRule,
  compileRule,
  evaluateRule,
  type Evaluation,
  type Group,
  type QueryRows,
  tellsRequests,
  withRequestColumns,
} from './evaluate/index.ts';
export { type Cell, columnNames, type Expression } from './expression/index.ts';
export { durationMs } from './duration.ts';
export {
  checkColumns,
  checkSchedule,
  checkStatement,
  type Known,
  type KnownCluster,
  placed,
  readRuleFile,
  type ReadRule,
  type ReadRules,
  writePolicy,
} from './read/index.ts';
export {
  createTicks,
  createTiming,
  type Due,
  type Progress,
  readTimeZone,
  type Run,
  type Ticks,
  type TimeZone,
  type Timing,
  type Window,
  windowsOf,
} from './schedule/index.ts';
export {
  type AlertFacts,
  type AlertTest,
  compileMatchers,
  type Hours,
  tellsAt,
  tellsNext,
  valueOf,
} from './policy/index.ts';
export { type Change, type Instance, type Moment, type Step, stepInstances } from './state/index.ts';
