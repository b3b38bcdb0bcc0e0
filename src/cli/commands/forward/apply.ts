import type { Command } from 'commander';
import type { z } from 'zod';
import { AppliedDestinations, destinationFileBytes } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { aboutFile } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { readTextFile } from '../../input-file.ts';

type Item = z.output<typeof AppliedDestinations>['items'][number];

/** Adds `forward apply`. */
export function registerApply(group: Command): void {
  group
    .command('apply')
    .description('keep the destinations of files; a new one is sent what is received from now on')
    .argument('<file...>', 'YAML with `kind: Destination`; other kinds are passed over; - is standard input')
    .action(apply);
}

async function apply(files: readonly string[], _options: unknown, command: Command): Promise<void> {
  const output = outputOf(command);
  const client = await connect(command);
  const items: Item[] = [];
  for (const file of files) {
    const yaml = await readTextFile(file, destinationFileBytes);
    const request = { method: 'POST', path: 'api/v1/destinations', json: { yaml } } as const;
    const answer = await client.call(request, AppliedDestinations).catch((error: unknown) => {
      throw aboutFile(error, file);
    });
    output.diagnostics(answer.diagnostics, file);
    items.push(...answer.items);
  }
  output.answer({ items }, () => items.map(({ name, type }) => `destination ${name} is kept (${type})`).join('\n'));
}
