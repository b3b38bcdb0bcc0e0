export type { ExpectedGroup, FoundGroup } from './match-groups.ts';
export { type RuleTestOutcome, runRuleTests } from './run-rule-tests.ts';
export type { LoadedTest, TestedStore, TestEvents } from './tested-store.ts';
