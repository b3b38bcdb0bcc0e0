import type { Command } from 'commander';
import type { z } from 'zod';
import { AppliedChannels, channelFileBytes } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { aboutFile } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { readTextFile } from '../../input-file.ts';

type Item = z.output<typeof AppliedChannels>['items'][number];

/** Adds `channel apply`. */
export function registerApply(group: Command): void {
  group
    .command('apply')
    .description('keep the channels of files; a secret that is left out stays as it is')
    .argument('<file...>', 'YAML with `kind: Channel`; other kinds are passed over; - is standard input')
    .action(apply);
}

async function apply(files: readonly string[], _options: unknown, command: Command): Promise<void> {
  const output = outputOf(command);
  const client = await connect(command);
  const items: Item[] = [];
  for (const file of files) {
    const yaml = await readTextFile(file, channelFileBytes);
    const request = { method: 'POST', path: 'api/v1/channels', json: { yaml } } as const;
    const answer = await client.call(request, AppliedChannels).catch((error: unknown) => {
      throw aboutFile(error, file);
    });
    output.diagnostics(answer.diagnostics, file);
    items.push(...answer.items);
  }
  output.answer({ items }, () => items.map(({ name, type }) => `channel ${name} is kept (${type})`).join('\n'));
}
