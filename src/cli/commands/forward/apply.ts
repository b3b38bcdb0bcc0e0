import type { Command } from 'commander';
import type { z } from 'zod';
import { AppliedDestinations, DestinationDryRuns, destinationFileBytes } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { aboutFile } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { readTextFile } from '../../input-file.ts';
import { dryRunQuery, textOfDryRun } from './dry-run.ts';

type Item = z.output<typeof AppliedDestinations>['items'][number];

interface ApplyOptions {
  readonly dryRun?: true;
  readonly events?: number;
}

/** Adds `forward apply`. */
export function registerApply(group: Command): void {
  group
    .command('apply')
    .description('keep the destinations of files; a new one is sent what is received from now on')
    .argument('<file...>', 'YAML with `kind: Destination`; other kinds are passed over; - is standard input')
    .option('--dry-run', 'keep and send nothing: print what would be sent of the newest events that the filter finds')
    .option('--events <n>', 'with --dry-run: how many events, up to 20; 3 if left out', parseCount)
    .action((files: readonly string[], { dryRun, events }: ApplyOptions, command: Command) =>
      dryRun ? tryOut(files, events, command) : apply(files, command),
    );
}

async function tryOut(files: readonly string[], events: number | undefined, command: Command): Promise<void> {
  const output = outputOf(command);
  const client = await connect(command);
  const items: z.output<typeof DestinationDryRuns>['items'] = [];
  for (const file of files) {
    const yaml = await readTextFile(file, destinationFileBytes);
    const target = { method: 'POST', path: 'api/v1/destinations/dry-run', query: dryRunQuery(events) } as const;
    const answer = await client.call({ ...target, json: { yaml } }, DestinationDryRuns).catch((error: unknown) => {
      throw aboutFile(error, file);
    });
    output.diagnostics(answer.diagnostics, file);
    items.push(...answer.items);
  }
  output.answer({ items }, () => items.map(textOfDryRun).join('\n\n'));
}

async function apply(files: readonly string[], command: Command): Promise<void> {
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
