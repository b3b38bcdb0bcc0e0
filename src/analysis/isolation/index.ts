export { createIsolation, type Isolation } from './isolation.ts';
export type { PolicyRequests, PolicyText, SearchCondition, SimulatedPolicies } from './steps.ts';
