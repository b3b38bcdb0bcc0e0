export { type LoadedPolicy, type PolicyProblem, loadPolicy } from './load.ts';
export type { Position } from './lines.ts';
export type { RawPolicy, RawRule } from './raw-policy.ts';
export { PolicySource, type Steps } from './source.ts';
export { readYaml } from './read-yaml.ts';
export type { Member, Value } from './value.ts';
