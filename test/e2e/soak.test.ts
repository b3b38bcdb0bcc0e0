import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const seconds = 12;

test('a server keeps all that it acknowledges while it is searched, here for some seconds and in the bench for an hour', () => {
  const main = path.join(root, 'bench', 'main.ts');
  const imports = path.join(root, 'bench', 'support', 'parser-imports.ts');
  const { status, stdout } = spawnSync(process.execPath, ['--import', imports, main, 'soak', String(seconds)], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^[1-9]\d* events were acknowledged in 12 s; all can be queried: yes$/m);
  // What it asked was answered: a search that failed would have ended it.
  expect(stdout).toMatch(/search p50 \d+ p99 \d+ ms/);
  expect(stdout).toMatch(/^server: memory \d+ MB in the second quarter/m);
});
