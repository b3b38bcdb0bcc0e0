import type { Command } from 'commander';
import { DestinationTest } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { CliError } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { destinationPath } from '../../api/named-path.ts';

/** Adds `forward test`. */
export function registerTest(group: Command): void {
  group
    .command('test')
    .description('send an event of the server itself now, and say what the other side answered')
    .argument('<name>')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      const test = await client.call({ method: 'POST', path: `${destinationPath(name)}/test` }, DestinationTest);
      const { outcome, status, answer } = test;
      const said = status === undefined ? answer : `${status} ${answer}`.trim();
      outputOf(self).answer(test, () => (outcome === 'sent' ? `sent: ${said}` : ''));
      if (outcome !== 'sent')
        throw new CliError(exitCodes.wrongInput, `cannot send to destination "${name}": ${said} (${outcome})`);
    });
}
