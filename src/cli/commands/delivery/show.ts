import type { Command } from 'commander';
import type { z } from 'zod';
import { DeliveryDetails } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';
import { printable } from '../../terminal-text.ts';

/** Adds `delivery show`. */
export function registerShow(group: Command): void {
  group
    .command('show')
    .description('show a message with all tries to send it, and what the other side answered')
    .argument('<id>', 'of the delivery', parseCount)
    .action(async (id: number, _options: unknown, self: Command) => {
      const client = await connect(self);
      const delivery = await client.call({ path: `api/v1/deliveries/${id}` }, DeliveryDetails);
      outputOf(self).answer(delivery, () => textOf(delivery));
    });
}

function textOf({ title, channel, state, key, dueAt, tries }: z.output<typeof DeliveryDetails>): string {
  const next = state === 'ready' ? `, next try ${dueAt}` : '';
  const columns = [{ name: 'AT' }, { name: 'OUTCOME' }, { name: 'STATUS' }, { name: 'ANSWER' }];
  const rows = tries.map(({ at, outcome, status, answer }) => [
    at,
    outcome,
    status === null ? '-' : String(status),
    answer,
  ]);
  const head = `${title}\nfor channel ${channel}: ${state}${next}\nkey ${key}`;
  return `${printable(head)}\n\n${rows.length === 0 ? 'not tried yet\n' : formatTable(columns, rows)}`;
}
