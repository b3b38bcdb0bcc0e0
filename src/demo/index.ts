export { clusterName } from './data/cluster.ts';
export { createRandom, type Random } from './random.ts';
export { sendHistory, sendLiveTraffic } from './feed.ts';
export { demoSearches, rangeOf, type DemoSearch } from './searches.ts';
export { createSimulation, type Simulation, type SimulationOptions } from './simulation.ts';
