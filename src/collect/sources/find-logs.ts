import { glob, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCodeOf } from '../../platform/index.ts';
import { whyNoLog } from '../files/open-log.ts';

/** Something that was asked for and cannot be followed. */
export interface RefusedPath {
  readonly path: string;
  readonly reason: string;
  /** Whether it was named as it is, and not found by a pattern. */
  readonly isNamed: boolean;
}

export interface FoundLogs {
  /** Without links, so that two names of a file are one. */
  readonly files: readonly string[];
  readonly refused: readonly RefusedPath[];
  /** Patterns and names that nothing is found for. */
  readonly missing: readonly string[];
}

/** What a pattern may find: more is a mistake, such as a pattern that begins at the root. */
const maxFound = 10_000;

/** Finds the files that paths and patterns name. */
export async function findLogs(patterns: readonly string[]): Promise<FoundLogs> {
  const files = new Set<string>();
  const refused: RefusedPath[] = [];
  const missing: string[] = [];
  for (const pattern of patterns) {
    const isNamed = !/[*?[{]/.test(pattern);
    const names = isNamed ? [pattern] : await matches(pattern);
    let isFound = false;
    for (const name of names) {
      const found = await look(name);
      if (found === undefined) continue;
      isFound = true;
      if (found.reason === undefined) files.add(found.file);
      else refused.push({ path: name, reason: found.reason, isNamed });
    }
    if (!isFound) missing.push(pattern);
  }
  return { files: [...files], refused, missing };
}

async function matches(pattern: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of glob(pattern)) {
    names.push(name);
    if (names.length >= maxFound) break;
  }
  return names.toSorted();
}

async function look(name: string): Promise<{ readonly file: string; readonly reason: string | undefined } | undefined> {
  try {
    const file = await realpath(path.resolve(name));
    return { file, reason: whyNoLog(await stat(file, { bigint: true })) };
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const reason = code === 'ELOOP' ? 'its symbolic links lead in a circle' : errorText(error);
    return { file: name, reason };
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
