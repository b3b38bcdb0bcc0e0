import type { Command } from 'commander';
import { registerApply } from './apply.ts';
import { registerDelete } from './delete.ts';
import { registerList } from './list.ts';
import { registerRejected } from './rejected.ts';
import { registerReplay } from './replay.ts';
import { registerTest } from './test.ts';

/** Adds the commands about destinations. */
export function registerForward(program: Command): void {
  const group = program
    .command('forward')
    .description('events to whoever else needs them: apply, list, test, replay, rejected, delete');
  registerApply(group);
  registerList(group);
  registerTest(group);
  registerReplay(group);
  registerRejected(group);
  registerDelete(group);
}
