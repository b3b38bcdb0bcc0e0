// `npm run crash`: the crash suite in its long form, 20 rounds of each and an engine that is dead for five minutes.
import { spawnSync } from 'node:child_process';
import { environment, installDependencies, root } from './runtime.mjs';

installDependencies();
const env = {
  WHODUNIT_CRASH_ROUNDS: '20',
  WHODUNIT_CRASH_OUTAGE_SECONDS: '300',
  ...environment(),
};
const args = ['run', '--project', 'crash', '--testTimeout', '3600000', ...process.argv.slice(2)];
const { status } = spawnSync('vitest', args, { cwd: root, env, stdio: 'inherit' });
process.exitCode = status ?? 1;
