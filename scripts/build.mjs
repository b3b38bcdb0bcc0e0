// Builds dist/: the server and CLI as one bundle (rolldown), the engine child beside it, and the page (vite).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { precompress } from './precompress.mjs';
import { environment, root } from './runtime.mjs';

function run(command, args) {
  // Both list every chunk on standard output, which helps only where one of them fails.
  const done = spawnSync(command, args, {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'pipe', 2],
    encoding: 'utf8',
  });
  if (done.status !== 0) {
    process.stderr.write(done.stdout ?? '');
    process.stderr.write(`cannot build: ${command} ${args.join(' ')} failed\n`);
    process.exit(3);
  }
}

/** Builds everything; progress goes to standard error. */
export default function build() {
  process.stderr.write('building ...\n');
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  run('rolldown', ['-c', 'rolldown.config.mjs', '--log-level', 'warn']);
  if (existsSync(path.join(root, 'web', 'vite.config.ts'))) {
    run('vite', ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn']);
    precompress(path.join(root, 'dist', 'web'));
  }
  writeFileSync(path.join(root, 'dist', '.built'), '');
}

if (process.argv[1] === import.meta.filename) build();
