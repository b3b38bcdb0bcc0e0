import type { Command } from 'commander';
import { Empty } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { destinationPath } from '../../api/named-path.ts';

/** Adds `forward delete`. */
export function registerDelete(group: Command): void {
  group
    .command('delete')
    .description('delete a destination with its secrets; what it was not sent yet is not sent')
    .argument('<name>')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      await client.call({ method: 'DELETE', path: destinationPath(name) }, Empty);
      outputOf(self).answer({ deleted: name }, () => `deleted destination ${name}`);
    });
}
