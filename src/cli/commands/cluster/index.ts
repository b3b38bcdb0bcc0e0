import type { Command } from 'commander';
import { registerAdd } from './add.ts';
import { registerDisable, registerEnable, registerMove, registerSet } from './change.ts';
import { registerDelete } from './delete.ts';
import { registerHold, registerHolds, registerRelease } from './hold.ts';
import { registerList } from './list.ts';
import { registerSetup } from './setup.ts';
import { registerMetrics } from './metrics.ts';
import { registerShow } from './show.ts';
import { registerStorage } from './storage.ts';

/** Adds the commands about the clusters that the server knows. */
export function registerCluster(program: Command): void {
  const group = program.command('cluster').description('clusters: add, set up, list, change, hold, delete');
  registerAdd(group);
  registerList(group);
  registerShow(group);
  registerSetup(group);
  registerMetrics(group);
  registerDisable(group);
  registerEnable(group);
  registerMove(group);
  registerSet(group);
  registerStorage(group);
  registerHold(group);
  registerHolds(group);
  registerRelease(group);
  registerDelete(group);
}
