import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const root = path.resolve(import.meta.dirname, '../../../../test/fixtures/recorded');

/** The lines of all audit logs of a recording. */
export function recordedLines(recording: 'ack-v1' | 'registered-v1beta1' | 'modern-v1.36'): string[] {
  const directory = path.join(root, recording);
  return readdirSync(directory)
    .filter((name) => name.includes('.audit'))
    .flatMap((name) => {
      const bytes = readFileSync(path.join(directory, name));
      return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');
    })
    .filter((line) => line !== '');
}
