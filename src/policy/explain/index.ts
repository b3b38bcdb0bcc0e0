export { type ExaminedRule, type Explanation, explainRequest, explanationLines } from './explain.ts';
export { type Mismatch, findMismatch } from './mismatch.ts';
export { type BodyOutcome, type StageOutcome, isLongRunning } from './written.ts';
