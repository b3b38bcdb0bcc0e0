export { type PolicyDiff, type PolicyDiffAnswer, type PolicyDifference, diffPolicies } from './diff.ts';
