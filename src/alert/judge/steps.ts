import type { Result } from '../../base/index.ts';
import { readAnswer, type RuleAnswer } from './answer.ts';
import { judge, type Judgement, type Judging } from './judgement.ts';
import { type TriedOut, type Trying, tryOut } from './try-out.ts';

/** What threads do. */
export const steps = {
  judge: (judging: Judging): Result<Judgement> => judge(judging, read(judging)),
  tryOut: (trying: Trying): Result<TriedOut> => tryOut(trying, read(trying)),
};

export type Steps = typeof steps;

function read({ answers }: { readonly answers: readonly RuleAnswer[] }) {
  return answers.map(readAnswer);
}
