import type { Command } from 'commander';
import type { z } from 'zod';
import { ruleLimits } from '../../../rules/form.ts';
import { AppliedAlertRules } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { aboutFile } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { readTextFile } from '../../input-file.ts';

type Item = z.output<typeof AppliedAlertRules>['items'][number];

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
  const output = outputOf(command);
  const client = await connect(command);
  const items: Item[] = [];
  const policies: string[] = [];
  const silences: string[] = [];
  for (const file of files) {
    const yaml = await readTextFile(file, ruleLimits.fileBytes);
    const request = { method: 'POST', path: 'api/v1/alerts/rules', json: { yaml } } as const;
    const answer = await client.call(request, AppliedAlertRules).catch((error: unknown) => {
      throw aboutFile(error, file);
    });
    output.diagnostics(answer.diagnostics, file);
    items.push(...answer.items);
    policies.push(...answer.policies);
    silences.push(...answer.silences);
  }
  output.answer({ items, policies, silences }, () =>
    [
      ...items.map(({ name, enabled }) => `rule ${name} is ${enabled ? 'on' : 'kept, and off'}`),
      ...policies.map((name) => `policy ${name} is saved`),
      ...silences.map((id) => `silence ${id} is added`),
    ].join('\n'),
  );
}
