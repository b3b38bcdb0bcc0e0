export { readSlsRules, slsItems } from './read.ts';
