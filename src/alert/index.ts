export type { Cause } from './cause.ts';
export { createNotifier, type NotifierOptions, type RunningNotifier } from './notify/create-notifier.ts';
export type { Notifier, Transaction } from './notify/notifier.ts';
export { type Alerts, type AlertsNeeds, createAlerts, type ReplayedRule, type RulesToReplay } from './alerts.ts';
export type { ReplayedFiring } from './replay/index.ts';
export type { EvaluationStep } from './evaluate/index.ts';
export type { FiringGroup, History, HistoryEntry, Page } from './history.ts';
export { createJudge, type Judge } from './judge/index.ts';
export type { ReceiptClock } from './receipts.ts';
export type { NewRuleText, RuleText, RuleTexts } from './rule-texts.ts';
export type { RuleStatus, RuleView } from './rule-view.ts';
export {
  type ExpectedGroup,
  type FoundGroup,
  type LoadedTest,
  type RuleTestOutcome,
  runRuleTests,
  type TestedStore,
  type TestEvents,
} from './rule-tests/index.ts';
export { createPolicies, type Policies, type SavedPolicy } from './notify/policies.ts';
export { createSilences, type SavedSilence, type Silences } from './notify/silences.ts';
export {
  apiServerGaps,
  type Condition,
  deadEngine,
  droppedEvents,
  failingChannels,
  failingDestinations,
  missingEvents,
  quarantined,
  fullQuotas,
  refusing,
  silentClusters,
} from './conditions/index.ts';
