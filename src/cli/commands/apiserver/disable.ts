import path from 'node:path';
import type { Command } from 'commander';
import { disableAudit, unifiedDiff } from '../../../apiserver/index.ts';
import { unreachable, wrongInput } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { writeManifest } from './change-manifest.ts';
import { readManifestFile } from './manifest-file.ts';

interface DisableOptions {
  readonly manifest: string;
  readonly dryRun?: boolean;
}

/** Adds `apiserver disable`. */
export function registerDisable(group: Command): void {
  group
    .command('disable')
    .description('take audit out of the manifest; recorded events stay')
    .requiredOption('--manifest <file>', "kube-apiserver's manifest")
    .option('--dry-run', 'print the change as a unified diff and write nothing')
    .action(async (options: DisableOptions, self: Command) => disable(options, self));
}

async function disable(options: DisableOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const manifest = await readManifestFile(options.manifest);
  const disabled = disableAudit(manifest.text);
  if (!disabled.ok) throw wrongInput(disabled.diagnostics, options.manifest);
  const changed = disabled.value !== manifest.text;
  if (options.dryRun === true) {
    const diff = unifiedDiff(manifest.path, manifest.text, disabled.value);
    if (output.jsonAsked) output.answer({ changed, diff }, () => diff);
    else output.text(diff);
    return;
  }
  if (changed) {
    await writeManifest(manifest.path, disabled.value).catch((error: unknown) => {
      throw unreachable(`cannot write "${manifest.path}" (the manifest is untouched)`, error);
    });
  }
  output.answer({ changed, manifest: manifest.path }, () =>
    changed
      ? `audit is off in ${path.basename(manifest.path)}; the kubelet restarts kube-apiserver now`
      : 'nothing to change: audit is off',
  );
}
