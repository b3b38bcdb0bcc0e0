export type { MissingBodies } from './missing-bodies.ts';
export { type RuleVolume, type Simulation, type SimulationAnswer, createSimulation, isValid } from './simulation.ts';
export type { Change, Volume } from './volume.ts';
