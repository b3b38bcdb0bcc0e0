import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { severities } from '../../../rules/form.ts';
import { AlertHistory } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';
import { labelsText } from './labels-text.ts';

interface HistoryOptions {
  readonly rule?: string;
  readonly status?: string;
  readonly severity?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
}

/** Adds `alert history`. */
export function registerHistory(group: Command): void {
  group
    .command('history')
    .description('what fired and what was over, the latest first')
    .option('--rule <name>', 'of this rule only')
    .addOption(new Option('--status <status>', 'of this status only').choices(['firing', 'resolved']))
    .addOption(new Option('--severity <severity>', 'of this severity only').choices([...severities]))
    .option('--from <time>', 'since: RFC 3339, Unix seconds, or relative such as -7d')
    .option('--to <time>', 'until, itself left out')
    .option('--limit <n>', 'at most so many; 100 if left out', parseCount)
    .action(async ({ limit, ...filters }: HistoryOptions, self: Command) => {
      const client = await connect(self);
      const query = new URLSearchParams({ ...filters, ...(limit === undefined ? {} : { limit: String(limit) }) });
      const list = await client.call({ path: 'api/v1/alerts/history', query }, AlertHistory);
      outputOf(self).answer(list, () => textOf(list.items));
    });
}

function textOf(causes: z.output<typeof AlertHistory>['items']): string {
  if (causes.length === 0) return 'nothing fired';
  const columns = [
    { name: 'AT' },
    { name: 'RULE' },
    { name: 'STATUS' },
    { name: 'SEVERITY' },
    { name: 'LABELS' },
    { name: 'TITLE' },
  ];
  const rows = causes.map(({ at, rule, status, severity, labels, annotations }) => [
    at,
    rule,
    status,
    severity,
    labelsText(labels),
    annotations['en']?.['title'] ?? '',
  ]);
  return formatTable(columns, rows);
}
