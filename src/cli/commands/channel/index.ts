import type { Command } from 'commander';
import { registerApply } from './apply.ts';
import { registerDelete } from './delete.ts';
import { registerList } from './list.ts';
import { registerTest } from './test.ts';

/** Adds the commands about contact channels. */
export function registerChannel(program: Command): void {
  const group = program.command('channel').description('contact channels: apply, list, test, delete');
  registerApply(group);
  registerList(group);
  registerTest(group);
  registerDelete(group);
}
