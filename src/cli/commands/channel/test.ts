import type { Command } from 'commander';
import { ChannelTest } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { CliError } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { channelPath } from '../../api/named-path.ts';

/** Adds `channel test`. */
export function registerTest(group: Command): void {
  group
    .command('test')
    .description('send a test message now, and say what the other side answered')
    .argument('<name>')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      const test = await client.call({ method: 'POST', path: `${channelPath(name)}/test` }, ChannelTest);
      const { outcome, answer } = test;
      outputOf(self).answer(test, () => (outcome === 'delivered' ? `delivered: ${answer}` : ''));
      if (outcome !== 'delivered')
        throw new CliError(exitCodes.wrongInput, `cannot deliver to channel "${name}": ${answer}`);
    });
}
