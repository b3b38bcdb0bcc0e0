import type { Command } from 'commander';
import { registerCheck } from './check.ts';
import { registerDiff } from './diff.ts';
import { registerExplain } from './explain.ts';
import { registerLint } from './lint.ts';
import { registerMigrate } from './migrate.ts';
import { registerPreset } from './preset.ts';
import { registerSimulate } from './simulate.ts';
import { registerSuggest } from './suggest.ts';
import { registerValidate } from './validate.ts';

/** Adds the commands about audit policies. They need no server. */
export function registerPolicy(program: Command): void {
  const group = program.command('policy').description('audit policies: validate, understand, compare');
  registerValidate(group);
  registerCheck(group);
  registerExplain(group);
  registerLint(group);
  registerSimulate(group);
  registerSuggest(group);
  registerDiff(group);
  registerMigrate(group);
  registerPreset(group);
}
