export { type ExaminedRule, type Explanation, explainRequest, explanationLines } from './explain.ts';
export type { Mismatch } from './mismatch.ts';
export type { BodyOutcome, StageOutcome } from './written.ts';
