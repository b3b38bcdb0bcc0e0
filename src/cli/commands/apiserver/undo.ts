import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { type Manifest, originOf } from '../../../apiserver/index.ts';
import { CliError, unreachable } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import {
  type Backup,
  dropBackup,
  fingerprint,
  listAllBackups,
  listBackups,
  readBackup,
  writtenName,
} from './backup.ts';
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
  let removed: readonly string[] = [];
  try {
    const before = await readBackup(backup);
    await writeManifest(manifest.path, before);
    await dropBackup(backup);
    removed = await removeWebhooks(manifest.manifest, before, options.hostDir);
  } catch (error) {
    throw unreachable(`cannot bring "${backup.file}" back to "${manifest.path}"`, error);
  }
  const answer = { changed: true, manifest: manifest.path, backup: backup.file, removed };
  outputOf(command).answer(answer, () =>
    [`${manifest.path} is what it was before the last enable`, ...removed.map((file) => `removed ${file}`)].join('\n'),
  );
}

/**
 * Removes the webhook's kubeconfig, which holds a token, where `enable` wrote it and neither the manifest of before nor one that may still
 * be brought back names it. One that somebody has changed stays.
 */
async function removeWebhooks(
  undone: Manifest,
  before: string,
  hostDir: string | undefined,
): Promise<readonly string[]> {
  const kept = [before];
  for (const folder of hostDirs(undone, hostDir))
    for (const backup of await listAllBackups(folder)) kept.push(await readBackup(backup));
  const removed: string[] = [];
  for (const flag of undone.flags.flags) {
    const file = flag.name === 'audit-webhook-config-file' ? originOf(undone, flag.value)?.hostPath : undefined;
    if (file === undefined || kept.some((text) => text.includes(path.basename(file)))) continue;
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined || path.basename(file) !== writtenName('webhook', text)) continue;
    await rm(file, { force: true });
    removed.push(file);
  }
  return removed;
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
