import type { Command } from 'commander';
import { policyPreset, policyPresets } from '../../../policy/index.ts';
import { CliError } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';

/** Adds `policy preset`. */
export function registerPreset(group: Command): void {
  group
    .command('preset')
    .description('print a policy that ships with the product, or list them')
    .argument('[name]')
    .action((name: string | undefined, _options: unknown, self: Command) => {
      const output = outputOf(self);
      if (name === undefined) {
        const presets = policyPresets.map((preset) => ({ name: preset.name, title: preset.title }));
        output.answer({ presets }, () =>
          presets.map((preset) => `${preset.name.padEnd(12)} ${preset.title}`).join('\n'),
        );
        return;
      }
      const preset = policyPreset(name);
      if (!preset) {
        const known = policyPresets.map((one) => one.name).join(', ');
        throw new CliError(exitCodes.wrongInput, `cannot find the policy "${name}": there are ${known}`);
      }
      if (output.jsonAsked) output.answer(preset, () => '');
      else output.text(preset.text);
    });
}
