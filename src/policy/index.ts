export { type AuditEventLike, asAuditEvent, isFailedLogin, requestOfEvent } from './audit-event.ts';
export { type ValidateAnswer, checkPolicy, validatePolicy } from './answers.ts';
export { isPolicyLimit } from './diagnostic-codes.ts';
export { type Evaluator, compilePolicy } from './evaluate.ts';
export { type Explanation, explainRequest, explanationLines } from './explain/index.ts';
export { type KubeMinor, type KubeRelease, kubeRelease, newestMinor, parseKubeVersion } from './kube-release.ts';
export {
  type Fix,
  type LintAnswer,
  type LintFinding,
  type LintRule,
  type TextEdit,
  applyFix,
  fixPolicy,
  lintPolicy,
} from './lint/index.ts';
export {
  type LoadedPolicy,
  type PolicyProblem,
  type Position,
  type PolicySource,
  type Value as YamlValue,
  loadPolicy,
  readYaml,
} from './load/index.ts';
export {
  type Decision,
  type GroupResources,
  type Level,
  type Policy,
  type PolicyRule,
  type Stage,
  levels,
  stages,
} from './model.ts';
export { requestOfUri } from './request-uri.ts';
export { readRequest, readRequests } from './read-request.ts';
export { type NonResourceRequest, type Request, type ResourceRequest } from './request.ts';
export type { DetectionCoverage } from './coverage/index.ts';
export {
  type Change,
  type MissingBodies,
  type RuleVolume,
  type Simulation,
  type SimulationAnswer,
  type Volume,
  createSimulation,
  isValid,
} from './simulate/index.ts';
export { type PolicyDiff, type PolicyDiffAnswer, type PolicyDifference, diffPolicies } from './diff/index.ts';
export { type Migration, migratePolicy } from './migrate.ts';
export { standingGroups } from './standing-groups.ts';
export { type PolicyPreset, policyPreset, policyPresets } from './presets/presets.ts';
export { type Suggesting, type Suggestion, suggestEdits } from './suggest/index.ts';
