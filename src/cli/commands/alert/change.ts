import type { Command } from 'commander';
import type { z } from 'zod';
import { AlertRuleSummary, Empty } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { rulePath } from './rule-path.ts';

type Item = z.output<typeof AlertRuleSummary>;

/** Adds `alert enable`. */
export function registerEnable(group: Command): void {
  group
    .command('enable')
    .description('have rules evaluated, for whoever calls')
    .argument('<name...>')
    .action((names: readonly string[], _options: unknown, self: Command) => switchTo('enable', names, self));
}

/** Adds `alert disable`. */
export function registerDisable(group: Command): void {
  group
    .command('disable')
    .description('have rules evaluated no longer; they and their history stay')
    .argument('<name...>')
    .action((names: readonly string[], _options: unknown, self: Command) => switchTo('disable', names, self));
}

async function switchTo(step: 'enable' | 'disable', names: readonly string[], command: Command): Promise<void> {
  const client = await connect(command);
  const items: Item[] = [];
  for (const name of names)
    items.push(await client.call({ method: 'POST', path: rulePath(name, `/${step}`) }, AlertRuleSummary));
  outputOf(command).answer({ items }, () =>
    items.map(({ name, enabled }) => `rule ${name} is ${enabled ? 'on' : 'off'}`).join('\n'),
  );
}

/** Adds `alert delete`. */
export function registerDelete(group: Command): void {
  group
    .command('delete')
    .description('delete rules; of a built-in one what was changed')
    .argument('<name...>')
    .action(async (names: readonly string[], _options: unknown, self: Command) => {
      const client = await connect(self);
      for (const name of names) await client.call({ method: 'DELETE', path: rulePath(name) }, Empty);
      outputOf(self).answer({ deleted: names }, () => names.map((name) => `rule ${name} is deleted`).join('\n'));
    });
}
