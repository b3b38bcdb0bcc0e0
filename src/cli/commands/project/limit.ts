import { type Command, Argument } from 'commander';
import { ProjectCount } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { type GivenQuota, mostOf, parseQuota, usedOf } from './quota-text.ts';

/** Adds `project limit`. */
export function registerLimit(group: Command): void {
  group
    .command('limit')
    .description('change how many projects there may be')
    .addArgument(new Argument('<count>', 'a whole number, or unlimited').argParser(parseQuota))
    .action(async (given: GivenQuota, _options: unknown, self: Command) => {
      const client = await connect(self);
      const quota = mostOf(given);
      const count = await client.call({ method: 'PATCH', path: 'api/v1/projects', json: { quota } }, ProjectCount);
      outputOf(self).answer(count, () => `projects: ${usedOf(count.used ?? undefined, count.quota)}`);
    });
}
