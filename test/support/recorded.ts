// The recorded control planes of test/fixtures/recorded, as their lines and bodies.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const root = path.resolve(import.meta.dirname, '../fixtures/recorded');

export const recordings = ['ack-v1', 'registered-v1beta1', 'modern-v1.36'] as const;
export type Recording = (typeof recordings)[number];

function read(file: string): Buffer {
  const bytes = readFileSync(file);
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** The log of a recording, its files one after another. */
export function recordedLog(name: Recording): Buffer {
  const directory = path.join(root, name);
  const files = readdirSync(directory).filter((file) => /^kubernetes.*\.audit(\.gz)?$/.test(file));
  return Buffer.concat(files.toSorted().map((file) => read(path.join(directory, file))));
}

/** The lines of a recording's log, without their line feeds. */
export function recordedLines(name: Recording): Buffer[] {
  const log = recordedLog(name);
  const lines: Buffer[] = [];
  for (let at = 0; at < log.length;) {
    const end = log.indexOf(0x0a, at);
    lines.push(log.subarray(at, end));
    at = end + 1;
  }
  return lines;
}

/** The bodies that the same API server POSTed to its webhook, in order. */
export function recordedBodies(name: 'registered-v1beta1' | 'modern-v1.36'): Buffer[] {
  const directory = path.join(root, name, 'webhook');
  const files = readdirSync(directory).filter((file) => /^\d+\.json(\.gz)?$/.test(file));
  return files.toSorted().map((file) => read(path.join(directory, file)));
}
