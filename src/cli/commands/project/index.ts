import type { Command } from 'commander';
import { registerDelete } from './delete.ts';
import { registerLimit } from './limit.ts';
import { registerList } from './list.ts';
import { registerSet } from './set.ts';

/** Adds the commands about projects and their quotas. */
export function registerProject(program: Command): void {
  const group = program.command('project').description('projects: list, quotas, delete');
  registerList(group);
  registerSet(group);
  registerLimit(group);
  registerDelete(group);
}
