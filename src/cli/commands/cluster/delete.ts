import type { Command } from 'commander';
import { clusterPath } from '../../api/named-path.ts';
import { connect } from '../../api/connect.ts';
import { wrongUsage } from '../../cli-error.ts';
import { isConfirmedByName } from '../../confirm-by-name.ts';
import { outputOf } from '../../common-options.ts';

/** Adds `cluster delete`. */
export function registerDelete(group: Command): void {
  group
    .command('delete')
    .description('delete a cluster with its tokens and all of its events')
    .argument('<name>')
    .option('--yes', 'without being asked for its name')
    .action(async (name: string, options: { yes?: boolean }, self: Command) => {
      const question = `all events of cluster ${name} will be gone for good; type its name to delete it: `;
      if (options.yes !== true && !(await isConfirmedByName(question, name)))
        throw wrongUsage(`cannot delete cluster "${name}": its events would be gone for good; say --yes`);
      const client = await connect(self);
      const response = await client.send({ method: 'DELETE', path: clusterPath(name) });
      await response.body?.cancel();
      outputOf(self).answer({ deleted: name }, () => `deleted cluster ${name}`);
    });
}
