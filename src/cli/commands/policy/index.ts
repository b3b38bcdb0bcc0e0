import type { Command } from 'commander';
import { registerCheck } from './check.ts';
import { registerValidate } from './validate.ts';

/** Adds the commands about audit policies. They need no server. */
export function registerPolicy(program: Command): void {
  const group = program.command('policy').description('audit policies: validate, understand, compare');
  registerValidate(group);
  registerCheck(group);
}
