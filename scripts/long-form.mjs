// `npm run crash`, `npm run browser`: suites in their long form, of which `npm test` runs a short one.
import { spawnSync } from 'node:child_process';
import build from './build.mjs';
import { environment, installDependencies, root } from './runtime.mjs';

// Twenty rounds of each death, and an engine that is dead for five minutes; every look of a page.
const forms = {
  crash: { WHODUNIT_CRASH_ROUNDS: '20', WHODUNIT_CRASH_OUTAGE_SECONDS: '300' },
  browser: { WHODUNIT_EVERY_LOOK: '1' },
};

const [suite, ...rest] = process.argv.slice(2);
installDependencies();
build();
const env = { ...forms[suite], ...environment() };
const args = ['run', '--project', suite, '--testTimeout', '3600000', ...rest];
const { status } = spawnSync('vitest', args, { cwd: root, env, stdio: 'inherit' });
process.exitCode = status ?? 1;
