export { clusterName, demoNetworks } from './data/cluster.ts';
export { createSimulation, type Simulation, type SimulationOptions } from './simulation.ts';
