export { createIsolation, type Isolation } from './isolation.ts';
export type { PolicyRequests, PolicyText, SearchCondition, SimulatedPolicies, StoredForHistory } from './steps.ts';
