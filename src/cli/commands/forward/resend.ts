import type { Command } from 'commander';
import { ResentList } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { destinationPath } from '../../api/named-path.ts';
import { parseCount } from '../../arguments.ts';
import { CliError } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { formatTable } from '../../table.ts';

/** Adds `forward resend`. */
export function registerResend(group: Command): void {
  group
    .command('resend')
    .description('send again events that a destination refused, by their ids in `forward rejected`')
    .argument('<name>')
    .argument('<id...>', '', (text: string, before?: readonly number[]) => [...(before ?? []), parseCount(text)])
    .action(async (name: string, ids: readonly number[], _options: unknown, self: Command) => {
      const client = await connect(self);
      const request = { method: 'POST', path: `${destinationPath(name)}/rejected/resend`, json: { ids } } as const;
      const list = await client.call(request, ResentList);
      const columns = ['ID', 'OUTCOME', 'STATUS', 'ANSWER'].map((column) => ({ name: column }));
      outputOf(self).answer(list, () =>
        formatTable(
          columns,
          list.items.map(({ id, outcome, status, answer }) => [String(id), outcome, String(status ?? '-'), answer]),
        ),
      );
      const sent = list.items.filter(({ outcome }) => outcome === 'sent').length;
      if (sent < ids.length)
        throw new CliError(exitCodes.wrongInput, `${ids.length - sent} of ${ids.length} were not taken`);
    });
}
