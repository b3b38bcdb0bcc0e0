import { lstat } from 'node:fs/promises';
import path from 'node:path';
import {
  type KnownRelease,
  type Manifest,
  readManifest,
  releaseOfImage,
  releaseOfUser,
} from '../../../apiserver/index.ts';
import { CliError, unreachable, wrongInput, wrongUsage } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { readTextFile } from '../../input-file.ts';

const maxManifestBytes = 2_000_000;

/** A manifest on disk. */
export interface ManifestFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly manifest: Manifest;
}

/** Reads the manifest that a user named. A symbolic link is refused: replacing the link would cut it off from its target. */
export async function readManifestFile(file: string): Promise<ManifestFile> {
  const absolute = path.resolve(file);
  await checkRegular(absolute);
  const text = await readTextFile(absolute, maxManifestBytes);
  const manifest = readManifest(text);
  if (!manifest.ok) throw wrongInput(manifest.diagnostics, file);
  return { path: absolute, text, manifest: manifest.value };
}

async function checkRegular(file: string): Promise<void> {
  let found: Awaited<ReturnType<typeof lstat>>;
  try {
    found = await lstat(file);
  } catch (error) {
    throw unreachable(`cannot read "${file}"`, error);
  }
  if (found.isSymbolicLink()) {
    throw new CliError(
      exitCodes.wrongInput,
      `cannot edit "${file}": it is a symbolic link; name the file that it points to`,
    );
  }
  if (!found.isFile()) throw new CliError(exitCodes.wrongInput, `cannot edit "${file}": it is no regular file`);
}

/** The release whose rules hold: the user's, else the image's. */
export function releaseFor(manifest: Manifest, kubeVersion: string | undefined): KnownRelease {
  if (kubeVersion === undefined) return releaseOfImage(manifest.image);
  const release = releaseOfUser(kubeVersion);
  if (!release) throw wrongUsage(`cannot read the release "${kubeVersion}": expected one such as 1.36`);
  return release;
}
