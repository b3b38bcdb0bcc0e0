import { spawnSync } from 'node:child_process';
import { bundle, root } from './server-process.ts';

/** Before all crash tests: bundles the sources as they are now, apart from what others may be building or running. */
export function setup(): void {
  const done = spawnSync('rolldown', ['-c', 'rolldown.config.mjs', '--log-level', 'warn', '--dir', bundle], {
    cwd: root,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`cannot build the server: ${done.stdout}${done.stderr}`);
}
