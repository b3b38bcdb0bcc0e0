// A real control plane against Whodunit: npm run cluster. Needs Go 1.26, openssl, jq and curl.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildControlPlane } from './build.ts';
import type { Stage } from './checks.ts';
import { collectDay } from './collect-day.ts';
import { prepareRun, startEtcd, stopAll } from './control-plane.ts';
import { walkThroughMinikube } from './minikube/walk-through.ts';
import { webhookDay } from './webhook-day.ts';
import { followWizard } from './wizard.ts';
import { checkRefusedStarts } from './would-not-start.ts';

/** What can be checked, by the name that the command takes; all of it without one. */
const checks: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  starts: checkRefusedStarts,
  webhook: webhookDay,
  collect: collectDay,
  minikube: walkThroughMinikube,
  wizard: followWizard,
};
const cache = path.resolve(import.meta.dirname, '../../.cache/cluster');

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !Object.hasOwn(checks, name));
  if (unknown.length > 0) {
    process.stdout.write(`there is no check "${unknown.join('", "')}", but ${Object.keys(checks).join(', ')}\n`);
    return 2;
  }
  for (const tool of ['go', 'openssl', 'jq', 'curl', 'bash']) {
    if (spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0) continue;
    process.stdout.write(`SKIPPED: a control plane cannot be built without ${tool}\n`);
    return 3;
  }
  const bin = await buildControlPlane(cache);
  const failures: string[] = [];
  for (const name of names.length > 0 ? names : Object.keys(checks)) await runCheck(name, bin, failures);
  process.stdout.write(`${failures.length === 0 ? 'all checks hold' : `${failures.length} checks failed`}\n`);
  return failures.length === 0 ? 0 : 1;
}

/** Runs a check on an empty cluster of its own. */
async function runCheck(name: string, bin: string, failures: string[]): Promise<void> {
  const run = path.join(cache, 'run', name);
  const say = (text: string): void => void process.stdout.write(`${name.padEnd(8)} ${text}\n`);
  const check = (holds: boolean, what: string): void => {
    say(`${holds ? 'ok    ' : 'FAILED'} ${what}`);
    if (!holds) failures.push(what);
  };
  prepareRun(run);
  const etcd = await startEtcd(bin, run);
  try {
    await checks[name]?.({ bin, run, check, note: say });
  } catch (error) {
    check(false, error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await stopAll([etcd]);
  }
}

process.exit(await main(process.argv.slice(2)));
