import type { Command } from 'commander';
import type { z } from 'zod';
import { ActiveAlerts } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';
import { labelsText } from './labels-text.ts';

/** Adds `alert active`. */
export function registerActive(group: Command): void {
  group
    .command('active')
    .description('what fires now')
    .option('--rule <name>', 'of this rule only')
    .action(async ({ rule }: { readonly rule?: string }, self: Command) => {
      const client = await connect(self);
      const query = new URLSearchParams(rule === undefined ? {} : { rule });
      const list = await client.call({ path: 'api/v1/alerts/active', query }, ActiveAlerts);
      outputOf(self).answer(list, () => textOf(list.items));
    });
}

function textOf(alerts: z.output<typeof ActiveAlerts>['items']): string {
  if (alerts.length === 0) return 'nothing fires';
  const columns = [{ name: 'RULE' }, { name: 'SEVERITY' }, { name: 'SINCE' }, { name: 'LABELS' }];
  const rows = alerts.map(({ rule, severity, startedAt, labels }) => [rule, severity, startedAt, labelsText(labels)]);
  return formatTable(columns, rows);
}
