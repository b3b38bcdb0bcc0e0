import type { Command } from 'commander';
import { registerExport } from './export.ts';
import { registerList } from './list.ts';

/** Adds the commands about cases. */
export function registerCase(program: Command): void {
  const group = program.command('case').description('cases, the trails that are pinned on the page: list, export');
  registerList(group);
  registerExport(group);
}
