export { createIsolation, type Isolation } from './isolation.ts';
export type { PolicyRequests, PolicyText, SimulatedPolicies } from './steps.ts';
