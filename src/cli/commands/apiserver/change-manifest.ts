import { rm } from 'node:fs/promises';
import path from 'node:path';
import { CliError, unreachable } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { Output } from '../../output.ts';
import { writeBackup } from './backup.ts';
import type { PlannedFile } from './enable-plan.ts';
import type { ManifestFile } from './manifest-file.ts';
import { accessOf, makeFolder, replaceFile } from '../../replace-file.ts';
import { waitAsAsked, type WaitOptions } from './wait-options.ts';

/** A change to a manifest, with the files that the new one needs. */
export interface ManifestChange {
  readonly manifest: ManifestFile;
  /** The manifest's text afterwards. */
  readonly text: string;
  readonly files: readonly PlannedFile[];
  readonly hostDir: string;
  readonly wait: WaitOptions;
  readonly output: Output;
}

/**
 * Writes the files, then a backup, then the manifest: when the kubelet sees it, everything that it names is on disk. Where a step
 * fails, what the earlier ones made is taken away and the manifest is as it was. With --wait, a kube-apiserver that does not come
 * up gets its old manifest back.
 */
export async function changeManifest(change: ManifestChange): Promise<{ backup?: string; ready?: boolean }> {
  const { manifest, text } = change;
  const made: string[] = [];
  let backup: string | undefined;
  let target = manifest.path;
  try {
    for (const file of change.files) {
      target = file.path;
      await makeFolder(path.dirname(file.path));
      await replaceFile(file.path, file.text, file.access);
      made.push(file.path);
    }
    if (text !== manifest.text) {
      target = change.hostDir;
      backup = await writeBackup(change.hostDir, manifest.path, manifest.text, text);
      made.push(backup);
      target = manifest.path;
      await writeManifest(manifest.path, text);
    }
  } catch (error) {
    for (const file of made) await rm(file, { force: true }).catch(() => undefined);
    throw unreachable(`cannot write "${target}" (the manifest is untouched)`, error);
  }
  if (backup === undefined) return {};
  const ready = await waitAsAsked(change.wait, manifest.manifest, change.output);
  if (ready === false) {
    await writeManifest(manifest.path, manifest.text);
    await rm(backup, { force: true });
    throw new CliError(exitCodes.wrongInput, 'kube-apiserver did not come up again: its old manifest is back in place');
  }
  return ready === undefined ? { backup } : { backup, ready };
}

/** Replaces a manifest in one step and keeps its owner and mode. */
export async function writeManifest(file: string, text: string): Promise<void> {
  await replaceFile(file, text, (await accessOf(file)) ?? { mode: 0o600 });
}
