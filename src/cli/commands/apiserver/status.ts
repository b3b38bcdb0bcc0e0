import type { Command } from 'commander';
import { type AuditStatus, auditStatus } from '../../../apiserver/index.ts';
import { wrongInput } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { formatDiagnostic } from '../../output.ts';
import { readManifestFile, releaseFor } from './manifest-file.ts';
import { nodeFiles } from './node-files.ts';
import { kubeVersionOption } from './options.ts';

interface StatusOptions {
  readonly manifest: string;
  readonly kubeVersion?: string;
}

/** Adds `apiserver status`. */
export function registerStatus(group: Command): void {
  group
    .command('status')
    .description('tell whether audit is on, and what would keep kube-apiserver from starting')
    .requiredOption('--manifest <file>', "kube-apiserver's manifest")
    .addOption(kubeVersionOption())
    .action(async (options: StatusOptions, self: Command) => status(options, self));
}

async function status(options: StatusOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const manifest = await readManifestFile(options.manifest);
  const { release, warning } = releaseFor(manifest.manifest, options.kubeVersion);
  if (warning) output.diagnostics([warning]);
  const found = auditStatus(manifest.text, release, nodeFiles());
  if (!found.ok) throw wrongInput(found.diagnostics, options.manifest);
  output.answer({ ...found.value, kubeVersion: `1.${release.minor}` }, () => statusText(found.value));
  if (found.value.problems.some((problem) => problem.severity === 'error')) process.exitCode = exitCodes.wrongInput;
}

function statusText(status: AuditStatus): string {
  const lines = [
    `audit    ${status.enabled ? 'on' : 'off'}`,
    `backends ${status.backends.length === 0 ? 'none' : status.backends.join(', ')}`,
    `policy   ${status.policyFile ?? 'none'}`,
    ...(status.webhookServer === null ? [] : [`webhook  ${status.webhookServer}`]),
    ...Object.entries(status.flags).map(([name, value]) => `  ${name}=${value}`),
    ...status.problems.map((problem) => formatDiagnostic(problem)),
  ];
  return lines.join('\n');
}
