import type { Command } from 'commander';
import type { z } from 'zod';
import { type Channel, ChannelList } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';

/** Adds `channel list`. */
export function registerList(group: Command): void {
  group
    .command('list')
    .description('list the channels, without their secrets')
    .action(async (_options: unknown, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: 'api/v1/channels' }, ChannelList);
      outputOf(self).answer(list, () => textOf(list.items));
    });
}

function textOf(channels: readonly z.output<typeof Channel>[]): string {
  if (channels.length === 0) return 'no channels yet: whodunit channel apply FILE';
  const columns = [{ name: 'NAME' }, { name: 'TYPE' }, { name: 'HOST' }, { name: 'STATE' }];
  const rows = channels.map(({ name, type, secrets, failing }) => [
    name,
    type,
    secrets.find(({ host }) => host !== undefined)?.host ?? '-',
    failing === null ? 'ok' : `fails since ${failing.since}: ${failing.answer}`,
  ]);
  return formatTable(columns, rows);
}
