import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { DeliveryList, DeliveryState } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';

interface ListOptions {
  readonly channel?: string;
  readonly state?: string;
  readonly before?: number;
  readonly limit?: number;
}

/** Adds `delivery list`. */
export function registerList(group: Command): void {
  group
    .command('list')
    .description('list messages for channels, the latest first')
    .option('--channel <name>', 'for this channel only')
    .addOption(new Option('--state <state>', 'in this state only; dead: given up').choices(DeliveryState.options))
    .option('--before <id>', 'older than this one', parseCount)
    .option('--limit <n>', 'at most so many; 100 if left out', parseCount)
    .action(async ({ before, ...filters }: ListOptions, self: Command) => {
      const client = await connect(self);
      const given = { ...filters, ...(before === undefined ? {} : { cursor: before }) };
      const query = new URLSearchParams(Object.entries(given).map(([name, value]) => [name, String(value)]));
      const list = await client.call({ path: 'api/v1/deliveries', query }, DeliveryList);
      outputOf(self).answer(list, () => textOf(list.items));
    });
}

function textOf(items: z.output<typeof DeliveryList>['items']): string {
  if (items.length === 0) return 'no messages';
  const columns = ['ID', 'CREATED', 'CHANNEL', 'STATE', 'TRIES', 'SEVERITY', 'TITLE'].map((name) => ({ name }));
  return formatTable(
    columns,
    items.map(({ id, createdAt, channel, state, attempts, severity, title }) => [
      String(id),
      createdAt,
      channel,
      state,
      String(attempts),
      severity,
      title,
    ]),
  );
}
