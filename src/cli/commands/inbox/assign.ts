import type { Command } from 'commander';
import { InboxItem } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { messagePath } from './message-path.ts';

/** Adds `inbox assign`. */
export function registerAssign(group: Command): void {
  group
    .command('assign')
    .description('say whose a message is')
    .argument('<id>', 'of the message', parseCount)
    .argument('[user]', 'whose it is from now on')
    .option('--nobody', "it is nobody's from now on")
    .action(async (id: number, user: string | undefined, { nobody }: { readonly nobody?: true }, self: Command) => {
      if ((user === undefined) === (nobody === undefined))
        throw wrongUsage(`cannot assign message "${id}": name a user, or give --nobody`);
      const client = await connect(self);
      const json = { assignee: user ?? null };
      const item = await client.call({ method: 'POST', path: messagePath(id, '/assign'), json }, InboxItem);
      outputOf(self).answer(item, () => `message ${id} is ${user === undefined ? "nobody's" : `assigned to ${user}`}`);
    });
}
