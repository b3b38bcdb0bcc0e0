import type { Command } from 'commander';
import { unifiedDiff } from '../../../apiserver/index.ts';
import { applyFix, type KubeRelease, lintPolicy, type LintFinding } from '../../../policy/index.ts';
import { unreachable, wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { formatDiagnostic, type Output } from '../../output.ts';
import { accessOf, replaceFile } from '../../replace-file.ts';
import { addKubeVersion, readPolicyFile, releaseOf } from './policy-file.ts';

interface LintOptions {
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly kubeVersion?: string;
}

/** Adds `policy lint`. */
export function registerLint(group: Command): void {
  const command = group
    .command('lint')
    .description('find what is wrong, risky or wasteful in a policy')
    .argument('<file>')
    .option('--fix', 'apply the fixes that findings offer')
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
  const fixed = applyFixes(text, release);
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
  for (const title of fixed.titles) output.note(title);
  report(file, lintPolicy(fixed.text, release).findings, output);
}

/**
 * Applies one fix after another and lints anew in between, as each moves what stands behind it. A finding that its own fix
 * does not settle is not tried again.
 */
function applyFixes(text: string, release: KubeRelease | undefined): { text: string; titles: readonly string[] } {
  const titles: string[] = [];
  const tried = new Set<string>();
  let current = text;
  for (;;) {
    const finding = lintPolicy(current, release).findings.find(
      (candidate) => candidate.fix && !tried.has(`${candidate.code} ${candidate.message}`),
    );
    if (!finding?.fix) return { text: current, titles };
    tried.add(`${finding.code} ${finding.message}`);
    current = applyFix(current, finding.fix);
    titles.push(`line ${finding.line}: ${finding.fix.title} [${finding.code}]`);
  }
}
