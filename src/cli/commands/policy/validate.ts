import type { Command } from 'commander';
import { validatePolicy } from '../../../policy/index.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { formatDiagnostic } from '../../output.ts';
import { addKubeVersion, diagnosticsOf, readPolicyFile, releaseOf } from './policy-file.ts';

/** Adds `policy validate`. */
export function registerValidate(group: Command): void {
  const command = group
    .command('validate')
    .description('say what kube-apiserver says about a policy')
    .argument('<file>');
  addKubeVersion(command).action(async (file: string, options: { kubeVersion?: string }, self: Command) => {
    const output = outputOf(self);
    const answer = validatePolicy(await readPolicyFile(file), releaseOf(options.kubeVersion, output));
    output.answer(answer, () => {
      const lines = diagnosticsOf(answer).map((diagnostic) => formatDiagnostic(diagnostic, file));
      return [...lines, answer.valid ? `${file} is valid` : `kube-apiserver refuses ${file}`].join('\n');
    });
    if (!answer.valid) process.exitCode = exitCodes.wrongInput;
  });
}
