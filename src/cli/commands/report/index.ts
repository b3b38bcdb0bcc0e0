import type { Command } from 'commander';
import { registerList } from './list.ts';
import { registerRun } from './run.ts';
import { registerSchedule } from './schedule/index.ts';
import { registerShow } from './show.ts';

/** Adds the commands about reports. */
export function registerReport(program: Command): void {
  const group = program.command('report').description('reports: run a dashboard, list them, show one');
  registerRun(group);
  registerList(group);
  registerShow(group);
  registerSchedule(group);
}
