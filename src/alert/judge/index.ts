export { type RuleAnswer, readAnswer } from './answer.ts';
export { causeOf, mutedOf } from './causes.ts';
export { eventIdentity } from './event-key.ts';
export { createJudge, type Judge } from './judge.ts';
export { type JudgedCause, judgedInstance, type JudgedInstance, type Judgement, sha256 } from './judgement.ts';
export type { TriedGroup } from './try-out.ts';
