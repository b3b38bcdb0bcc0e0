import type { Command } from 'commander';
import { Empty } from '../../../../server/schemas/index.ts';
import { connect } from '../../../api/connect.ts';
import { outputOf } from '../../../common-options.ts';

/** Adds `report schedule delete`. */
export function registerDelete(group: Command): void {
  group
    .command('delete')
    .description('delete a schedule; reports that are on their way arrive all the same')
    .argument('<name>', 'of the schedule')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      await client.call({ method: 'DELETE', path: `api/v1/report-schedules/${encodeURIComponent(name)}` }, Empty);
      outputOf(self).answer({ deleted: name }, () => `deleted ${name}\n`);
    });
}
