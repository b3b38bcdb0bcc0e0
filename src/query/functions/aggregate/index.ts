import { approximateFunctions } from './approximate.ts';
import { collectFunctions } from './collect.ts';
import { countFunctions } from './count.ts';
import { extremeFunctions } from './extreme.ts';
import { statisticsFunctions } from './statistics.ts';
import { sumFunctions } from './sum.ts';

/** All aggregate functions. */
export const aggregates = [
  ...countFunctions,
  ...sumFunctions,
  ...extremeFunctions,
  ...collectFunctions,
  ...statisticsFunctions,
  ...approximateFunctions,
];
