import type { Command } from 'commander';
import { DestinationReplay } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { destinationPath } from '../../api/named-path.ts';

/** Adds `forward replay`. */
export function registerReplay(group: Command): void {
  group
    .command('replay')
    .description('send again what was received or happened within a range; it goes on while the command has ended')
    .argument('<name>')
    .requiredOption('--from <time>', 'begin of the range: RFC 3339, Unix seconds, or relative such as -7d')
    .requiredOption('--to <time>', 'end of the range, itself left out, such as now')
    .action(async (name: string, { from, to }: { readonly from: string; readonly to: string }, self: Command) => {
      const client = await connect(self);
      const request = { method: 'POST', path: `${destinationPath(name)}/replay`, json: { from, to } } as const;
      const replay = await client.call(request, DestinationReplay);
      outputOf(self).answer(
        replay,
        () =>
          `sending ${replay.from} to ${replay.to} again: whodunit forward list, or forward cancel ${name} ${replay.id}`,
      );
    });
}
