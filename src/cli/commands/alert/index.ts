import type { Command } from 'commander';
import { registerActive } from './active.ts';
import { registerApply } from './apply.ts';
import { registerDelete, registerDisable, registerEnable } from './change.ts';
import { registerHistory } from './history.ts';
import { registerList } from './list.ts';
import { registerPolicies } from './policy.ts';
import { registerRuns } from './runs.ts';
import { registerShow } from './show.ts';
import { registerSilence } from './silence.ts';
import { registerTest } from './test.ts';

/** Adds the commands about alerts. */
export function registerAlert(program: Command): void {
  const group = program
    .command('alert')
    .description('alert rules: apply, list, show, switch on and off, test; what fires and fired; policies, silences');
  registerApply(group);
  registerList(group);
  registerShow(group);
  registerEnable(group);
  registerDisable(group);
  registerDelete(group);
  registerRuns(group);
  registerActive(group);
  registerHistory(group);
  registerPolicies(group);
  registerSilence(group);
  registerTest(group);
}
