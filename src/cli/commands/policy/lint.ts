import type { Command } from 'commander';
import { unifiedDiff } from '../../../apiserver/index.ts';
import { fixPolicy, type KubeRelease, lintPolicy, type LintFinding } from '../../../policy/index.ts';
import { unreachable, wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { formatDiagnostic, type Output } from '../../output.ts';
import { accessOf, replaceFile } from '../../replace-file.ts';
import { addKubeVersion, readPolicyFile, releaseOf } from './policy-file.ts';

interface LintOptions {
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly advice?: boolean;
  readonly kubeVersion?: string;
}

/** Adds `policy lint`. */
export function registerLint(group: Command): void {
  const command = group
    .command('lint')
    .description('find what is wrong, risky or wasteful in a policy')
    .argument('<file>')
    .option(
      '--fix',
      'correct what cannot have been meant: fields at the wrong level, misspelt names, groups, the order',
    )
    .option(
      '--advice',
      'with --fix: apply as well what changes the log: rules for secrets, for noise, for what CIS asks for',
    )
    .option('--dry-run', 'with --fix: print the change as a unified diff and write nothing');
  addKubeVersion(command).action(async (file: string, options: LintOptions, self: Command) => {
    const output = outputOf(self);
    const text = await readPolicyFile(file);
    const release = releaseOf(options.kubeVersion, output);
    if (options.fix === true) return fix(file, text, { ...options, release, output });
    report(file, lintPolicy(text, release).findings, output);
  });
}

function report(file: string, findings: readonly LintFinding[], output: Output): void {
  output.answer({ findings }, () =>
    findings.length === 0
      ? `${file}: nothing found`
      : findings.map((finding) => `${formatDiagnostic(finding, file)} [${finding.code}]`).join('\n'),
  );
  if (findings.some((finding) => finding.severity === 'error')) process.exitCode = exitCodes.wrongInput;
}

interface FixOptions extends LintOptions {
  readonly release: KubeRelease | undefined;
  readonly output: Output;
}

async function fix(file: string, text: string, options: FixOptions): Promise<void> {
  const { output, release } = options;
  const fixed = fixPolicy(text, { release, advice: options.advice === true });
  if (options.dryRun === true) {
    output.text(unifiedDiff(`/${file}`, text, fixed.text));
    return;
  }
  if (file === '-') throw wrongUsage('--fix needs a file that it can write to, or --dry-run');
  if (fixed.text !== text) {
    try {
      await replaceFile(file, fixed.text, (await accessOf(file)) ?? { mode: 0o644 });
    } catch (error) {
      throw unreachable(`cannot write "${file}" (it is untouched)`, error);
    }
  }
  for (const { line, title, code } of fixed.applied) output.note(`line ${line}: ${title} [${code}]`);
  report(file, lintPolicy(fixed.text, release).findings, output);
}
