import type { Command } from 'commander';
import { AppliedDestinations, DestinationDryRuns, destinationFileBytes } from '../../../server/schemas/index.ts';
import { applyFiles } from '../../api/apply-files.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { dryRunQuery, textOfDryRun } from './dry-run.ts';

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
  const target = { path: 'api/v1/destinations/dry-run', query: dryRunQuery(events) };
  const tried = { ...target, answer: DestinationDryRuns, fileBytes: destinationFileBytes };
  const items = (await applyFiles(files, command, tried)).flatMap((answer) => answer.items);
  outputOf(command).answer({ items }, () => items.map(textOfDryRun).join('\n\n'));
}

async function apply(files: readonly string[], command: Command): Promise<void> {
  const applied = { path: 'api/v1/destinations', answer: AppliedDestinations, fileBytes: destinationFileBytes };
  const items = (await applyFiles(files, command, applied)).flatMap((answer) => answer.items);
  outputOf(command).answer({ items }, () =>
    items.map(({ name, type }) => `destination ${name} is kept (${type})`).join('\n'),
  );
}
