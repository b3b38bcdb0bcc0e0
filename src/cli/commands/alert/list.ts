import type { Command } from 'commander';
import type { z } from 'zod';
import { AlertRuleList } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';

/** Adds `alert list`. */
export function registerList(group: Command): void {
  group
    .command('list')
    .description('list the rules, those that come with the product too')
    .action(async (_options: unknown, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: 'api/v1/alerts/rules' }, AlertRuleList);
      outputOf(self).answer(list, () => textOf(list.items));
    });
}

function textOf(rules: z.output<typeof AlertRuleList>['items']): string {
  const columns = [
    { name: 'NAME' },
    { name: 'ENABLED' },
    { name: 'STATUS' },
    { name: 'SEVERITY' },
    { name: 'FIRING', alignRight: true },
    { name: 'ORIGIN' },
    { name: 'LAST RUN' },
  ];
  const rows = rules.map(({ name, enabled, status, windowsLeft, severity, firing, origin, lastRunAt }) => [
    name,
    enabled ? 'yes' : 'no',
    windowsLeft > 0 ? `${status}, catching up: ${windowsLeft} windows left` : status,
    severity ?? '-',
    String(firing),
    origin,
    lastRunAt ?? '-',
  ]);
  return formatTable(columns, rows);
}
