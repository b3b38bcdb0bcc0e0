import type { Command } from 'commander';
import { registerApply } from './apply.ts';
import { registerDelete } from './delete.ts';
import { registerList } from './list.ts';
import { registerRun } from './run.ts';

/** Adds the commands about reports that are sent on a schedule. */
export function registerSchedule(report: Command): void {
  const group = report.command('schedule').description('reports that are sent on a schedule');
  registerApply(group);
  registerList(group);
  registerDelete(group);
  registerRun(group);
}
