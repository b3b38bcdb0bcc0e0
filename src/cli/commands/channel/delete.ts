import type { Command } from 'commander';
import { Empty } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { channelPath } from '../../api/named-path.ts';

/** Adds `channel delete`. */
export function registerDelete(group: Command): void {
  group
    .command('delete')
    .description('delete a channel with its secrets; what waits for it becomes dead letters')
    .argument('<name>')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      await client.call({ method: 'DELETE', path: channelPath(name) }, Empty);
      outputOf(self).answer({ deleted: name }, () => `deleted channel ${name}`);
    });
}
