import path from 'node:path';
import type { Command } from 'commander';
import { type Manifest, originOf } from '../../../apiserver/index.ts';
import { CliError, unreachable } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { type Backup, dropBackup, fingerprint, listBackups, readBackup } from './backup.ts';
import { writeManifest } from './change-manifest.ts';
import { readManifestFile, type ManifestFile } from './manifest-file.ts';
import { defaultHostDir } from './options.ts';

interface UndoOptions {
  readonly manifest: string;
  readonly hostDir?: string;
  readonly force?: boolean;
}

/** Adds `apiserver undo`. */
export function registerUndo(group: Command): void {
  group
    .command('undo')
    .description('bring back the manifest from before the last enable, byte for byte')
    .requiredOption('--manifest <file>', "kube-apiserver's manifest")
    .option('--host-dir <dir>', 'folder on the node that holds the backups; by default as the manifest tells')
    .option('--force', 'also where the manifest has been changed since')
    .action(async (options: UndoOptions, self: Command) => undo(options, self));
}

async function undo(options: UndoOptions, command: Command): Promise<void> {
  const manifest = await readManifestFile(options.manifest);
  const backup = await findBackup(manifest, options);
  try {
    const before = await readBackup(backup);
    await writeManifest(manifest.path, before);
    await dropBackup(backup);
  } catch (error) {
    throw unreachable(`cannot bring "${backup.file}" back to "${manifest.path}"`, error);
  }
  const answer = { changed: true, manifest: manifest.path, backup: backup.file };
  outputOf(command).answer(answer, () => `${manifest.path} is what it was before the last enable`);
}

/** The newest backup whose change led to the manifest as it is now. */
async function findBackup(manifest: ManifestFile, options: UndoOptions): Promise<Backup> {
  const found: Backup[] = [];
  for (const folder of hostDirs(manifest.manifest, options.hostDir))
    found.push(...(await listBackups(folder, manifest.path)));
  const now = fingerprint(manifest.text);
  const match = found.findLast((backup) => backup.after === now);
  if (match) return match;
  const newest = found.at(-1);
  if (newest && options.force === true) return newest;
  if (newest) {
    const message = `cannot undo: "${manifest.path}" has been changed since the last enable; with --force ${newest.file} replaces it nevertheless`;
    throw new CliError(exitCodes.wrongInput, message);
  }
  throw new CliError(exitCodes.wrongInput, `cannot undo: there is no backup of "${manifest.path}"`);
}

/** The folders in which backups may lie: the user's, else those of policy and kubeconfig, else the default. */
function hostDirs(manifest: Manifest, given: string | undefined): readonly string[] {
  if (given !== undefined) return [path.resolve(given)];
  const folders = new Set<string>();
  for (const flag of manifest.flags.flags) {
    if (flag.name !== 'audit-policy-file' && flag.name !== 'audit-webhook-config-file') continue;
    const onNode = originOf(manifest, flag.value)?.hostPath;
    if (onNode !== undefined) folders.add(path.dirname(onNode));
  }
  return folders.size === 0 ? [defaultHostDir] : [...folders, defaultHostDir];
}
