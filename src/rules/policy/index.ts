export { type Hours, tellsAt, tellsNext } from './hours.ts';
export { type AlertFacts, type AlertTest, compileMatchers, valueOf } from './matchers.ts';
