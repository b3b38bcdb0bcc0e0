import type { Command } from 'commander';
import { Empty } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';

/** Adds `delivery resend`. */
export function registerResend(group: Command): void {
  group
    .command('resend')
    .description('send again what was given up, under the same key')
    .argument('<id>', 'of the delivery', parseCount)
    .action(async (id: number, _options: unknown, self: Command) => {
      const client = await connect(self);
      await client.call({ method: 'POST', path: `api/v1/deliveries/${id}/resend` }, Empty);
      outputOf(self).answer({ resent: id }, () => `delivery ${id} is sent again`);
    });
}
