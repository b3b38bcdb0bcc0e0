import type { Command } from 'commander';
import { Empty } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { messagePath } from './message-path.ts';

/** Adds `inbox comment`. */
export function registerComment(group: Command): void {
  group
    .command('comment')
    .description('add a comment to a message')
    .argument('<id>', 'of the message', parseCount)
    .argument('<text>')
    .action(async (id: number, text: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      await client.call({ method: 'POST', path: messagePath(id, '/comments'), json: { text } }, Empty);
      outputOf(self).answer({ id, text }, () => `commented on message ${id}`);
    });
}
