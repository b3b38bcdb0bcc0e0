import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { HostFile, HostFiles } from '../../../apiserver/index.ts';

/** Files that are larger are nothing that kube-apiserver reads for audit. */
const maxBytes = 10_000_000;

/**
 * This machine's file system, taken for the node's. A path whose folder is not here either says nothing: the manifest
 * may be looked at on another machine. `planned` are files that are about to be written.
 */
export function nodeFiles(planned: ReadonlyMap<string, string> = new Map()): HostFiles {
  return {
    lookup: (file) => {
      const text = planned.get(file);
      return text === undefined ? lookup(file) : { kind: 'file', text };
    },
  };
}

function lookup(file: string): HostFile {
  try {
    const found = statSync(file);
    if (found.isDirectory()) return { kind: 'directory' };
    if (!found.isFile() || found.size > maxBytes) return { kind: 'unknown' };
    return { kind: 'file', text: readFileSync(file, 'utf8') };
  } catch {
    return existsSync(path.dirname(file)) && !existsSync(file) ? { kind: 'missing' } : { kind: 'unknown' };
  }
}
