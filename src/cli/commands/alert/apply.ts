import type { Command } from 'commander';
import { ruleLimits } from '../../../rules/form.ts';
import { AppliedAlertRules } from '../../../server/schemas/index.ts';
import { applyFiles } from '../../api/apply-files.ts';
import { outputOf } from '../../common-options.ts';

/** Adds `alert apply`. */
export function registerApply(group: Command): void {
  group
    .command('apply')
    .description('keep the rules, policies and silences of files: YAML of one document or several, or JSON of SLS')
    .argument(
      '<file...>',
      'with `kind: AlertRule`, `AlertPolicy` or `Silence`; other kinds are passed over; - is standard input',
    )
    .action(apply);
}

async function apply(files: readonly string[], _options: unknown, command: Command): Promise<void> {
  const applied = { path: 'api/v1/alerts/rules', answer: AppliedAlertRules, fileBytes: ruleLimits.fileBytes };
  const answers = await applyFiles(files, command, applied);
  const items = answers.flatMap((answer) => answer.items);
  const policies = answers.flatMap((answer) => answer.policies);
  const silences = answers.flatMap((answer) => answer.silences);
  outputOf(command).answer({ items, policies, silences }, () =>
    [
      ...items.map(({ name, enabled }) => `rule ${name} is ${enabled ? 'on' : 'kept, and off'}`),
      ...policies.map((name) => `policy ${name} is saved`),
      ...silences.map((id) => `silence ${id} is added`),
    ].join('\n'),
  );
}
