import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Diagnostic, Severity } from '../../../base/index.ts';
import { type KubeRelease, type PolicyProblem, parseKubeVersion, type ValidateAnswer } from '../../../policy/index.ts';
import { readTextFile } from '../../input-file.ts';
import type { Output } from '../../output.ts';

/** Above what the policy module reads, so that it is the one to say that a file is too large. */
const maxPolicyBytes = 32_000_000;

/** Reads a policy's text; `-` is standard input. */
export function readPolicyFile(file: string): Promise<string> {
  return readTextFile(file, maxPolicyBytes);
}

/** Adds `--kube-version`, whose value is the release that it names; the newest known one where it is not given. */
export function addKubeVersion(command: Command): Command {
  const option = new Option('--kube-version <release>', 'release of Kubernetes whose rules hold, such as 1.30');
  return command.addOption(option.argParser(checkVersion));
}

function checkVersion(text: string): string {
  if (!parseKubeVersion(text).ok) throw new InvalidArgumentError('expected a release such as 1.36.');
  return text;
}

/** The release that the user named, with a warning where it is not known. */
export function releaseOf(kubeVersion: string | undefined, output: Output): KubeRelease | undefined {
  const release = parseKubeVersion(kubeVersion);
  if (!release.ok) return undefined;
  output.diagnostics(release.diagnostics);
  return release.value;
}

/** The problems of a policy as diagnostics. */
export function diagnosticsOf(answer: ValidateAnswer): readonly Diagnostic[] {
  return [
    ...answer.errors.map((problem) => diagnose(problem, 'error')),
    ...answer.warnings.map((problem) => diagnose(problem, 'warning')),
  ];
}

function diagnose({ code, message, line, column }: PolicyProblem, severity: Severity): Diagnostic {
  return { code, severity, message, line, column };
}
