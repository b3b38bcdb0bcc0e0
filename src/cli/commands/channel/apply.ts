import type { Command } from 'commander';
import { AppliedChannels, channelFileBytes } from '../../../server/schemas/index.ts';
import { applyFiles } from '../../api/apply-files.ts';
import { outputOf } from '../../common-options.ts';

/** Adds `channel apply`. */
export function registerApply(group: Command): void {
  group
    .command('apply')
    .description('keep the channels of files; a secret that is left out stays as it is')
    .argument('<file...>', 'YAML with `kind: Channel`; other kinds are passed over; - is standard input')
    .action(apply);
}

async function apply(files: readonly string[], _options: unknown, command: Command): Promise<void> {
  const applied = { path: 'api/v1/channels', answer: AppliedChannels, fileBytes: channelFileBytes };
  const items = (await applyFiles(files, command, applied)).flatMap((answer) => answer.items);
  outputOf(command).answer({ items }, () =>
    items.map(({ name, type }) => `channel ${name} is kept (${type})`).join('\n'),
  );
}
