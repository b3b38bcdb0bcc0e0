import type { Command } from 'commander';
import { Destination } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { destinationPath } from '../../api/named-path.ts';
import { outputOf } from '../../common-options.ts';

const commands = [
  ['pause', 'send nothing to a destination until it is resumed; what comes meanwhile is sent then', 'paused'],
  ['resume', 'go on where a destination was paused', 'resumed'],
] as const;

/** Adds `forward pause` and `forward resume`. */
export function registerPause(group: Command): void {
  for (const [command, description, done] of commands) {
    group
      .command(command)
      .description(description)
      .argument('<name>')
      .action(async (name: string, _options: unknown, self: Command) => {
        const client = await connect(self);
        const request = { method: 'POST', path: `${destinationPath(name)}/${command}` } as const;
        outputOf(self).answer(await client.call(request, Destination), () => `${done} destination ${name}`);
      });
  }
}
