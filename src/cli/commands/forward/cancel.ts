import type { Command } from 'commander';
import { Empty } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { destinationPath } from '../../api/named-path.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';

/** Adds `forward cancel`. */
export function registerCancel(group: Command): void {
  group
    .command('cancel')
    .description('end a replay, by the id that `forward replay --json` gave; what was sent is sent')
    .argument('<name>')
    .argument('<id>', '', parseCount)
    .action(async (name: string, id: number, _options: unknown, self: Command) => {
      const client = await connect(self);
      await client.call({ method: 'DELETE', path: `${destinationPath(name)}/replays/${id}` }, Empty);
      outputOf(self).answer({ cancelled: id }, () => `ended replay ${id} of destination ${name}`);
    });
}
