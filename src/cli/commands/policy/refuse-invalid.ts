import type { ValidateAnswer } from '../../../policy/index.ts';
import { wrongInput } from '../../cli-error.ts';
import type { Output } from '../../output.ts';
import { diagnosticsOf } from './policy-file.ts';

/** Ends a command on a policy that kube-apiserver refuses: what `policy validate` answers, where JSON is wanted, and its errors. */
export function refuseInvalid(answer: Omit<ValidateAnswer, 'valid'>, file: string, output: Output): never {
  const { text, errors, warnings } = answer;
  const refused = { valid: false, text, errors, warnings };
  if (output.json) output.answer(refused, () => '');
  throw wrongInput(diagnosticsOf(refused), file);
}
