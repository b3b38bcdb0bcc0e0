import type { Command } from 'commander';
import { InboxItem } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { messagePath } from './message-path.ts';

/** Adds `inbox acknowledge`. */
export function registerAcknowledge(group: Command): void {
  group
    .command('acknowledge')
    .alias('ack')
    .description('say that you look after a message')
    .argument('<id>', 'of the message', parseCount)
    .action(async (id: number, _options: unknown, self: Command) => {
      const client = await connect(self);
      const item = await client.call({ method: 'POST', path: messagePath(id, '/acknowledge') }, InboxItem);
      outputOf(self).answer(item, () => `message ${id} is acknowledged`);
    });
}
