import type { Command } from 'commander';
import { registerAdd } from './add.ts';
import { registerDisable, registerEnable, registerMove, registerSet } from './change.ts';
import { registerDelete } from './delete.ts';
import { registerList } from './list.ts';

/** Adds the commands about the clusters that the server knows. */
export function registerCluster(program: Command): void {
  const group = program.command('cluster').description('clusters: add, list, change, delete');
  registerAdd(group);
  registerList(group);
  registerDisable(group);
  registerEnable(group);
  registerMove(group);
  registerSet(group);
  registerDelete(group);
}
