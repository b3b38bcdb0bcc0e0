import type { Command } from 'commander';
import { migratePolicy } from '../../../policy/index.ts';
import { unreachable, wrongInput, wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { accessOf, replaceFile } from '../../replace-file.ts';
import { readPolicyFile } from './policy-file.ts';

/** Adds `policy migrate`. */
export function registerMigrate(group: Command): void {
  group
    .command('migrate')
    .description('rewrite a policy of v1beta1 or v1alpha1 as v1, comments and order kept')
    .argument('<file>')
    .option('--write', 'to the file itself instead of standard output')
    .action(async (file: string, options: { write?: boolean }, self: Command) => {
      const output = outputOf(self);
      const text = await readPolicyFile(file);
      const migrated = migratePolicy(text);
      if (!migrated.ok) throw wrongInput(migrated.diagnostics, file);
      const { changes } = migrated.value;
      for (const change of changes) output.note(change);
      if (options.write === true) {
        if (migrated.value.text !== text) await write(file, migrated.value.text);
        output.answer({ changed: changes.length > 0, changes }, () =>
          changes.length === 0 ? 'nothing to change' : '',
        );
      } else if (output.jsonAsked) output.answer(migrated.value, () => '');
      else output.text(migrated.value.text);
    });
}

async function write(file: string, text: string): Promise<void> {
  if (file === '-') throw wrongUsage('--write needs a file that it can write to');
  try {
    await replaceFile(file, text, (await accessOf(file)) ?? { mode: 0o644 });
  } catch (error) {
    throw unreachable(`cannot write "${file}" (it is untouched)`, error);
  }
}
