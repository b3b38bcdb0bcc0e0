export {
  type AlertCause,
  type AlertCauseBounds,
  type AlertCauseQuery,
  type AlertCauses,
  createAlertCauses,
} from './causes.ts';
export {
  type AlertEvaluation,
  type AlertEvaluationOutcome,
  type AlertEvaluationQuery,
  type AlertEvaluations,
  createAlertEvaluations,
  type NewAlertEvaluation,
} from './evaluations.ts';
export { type AlertInstance, type AlertInstances, createAlertInstances } from './instances.ts';
export { type AlertProgress, type AlertProgresses, createAlertProgresses } from './progress.ts';
export { type AlertRules, type AlertRuleToKeep, createAlertRules, type KeptAlertRule } from './rules.ts';
export { type AlertGroup, type AlertGroups, type AlertMember, createAlertGroups } from './groups.ts';
export { type AlertPolicies, createAlertPolicies, type KeptAlertPolicy } from './policies.ts';
export { type AlertSilence, type AlertSilences, createAlertSilences, type NewAlertSilence } from './silences.ts';
