import type { Command } from 'commander';
import { DestinationDryRun, DestinationTest } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { destinationPath } from '../../api/named-path.ts';
import { parseCount } from '../../arguments.ts';
import { CliError } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { dryRunQuery, textOfDryRun } from './dry-run.ts';

interface TestOptions {
  readonly dryRun?: true;
  readonly events?: number;
}

/** Adds `forward test`. */
export function registerTest(group: Command): void {
  group
    .command('test')
    .description('send an event of the server itself now, and say what the other side answered')
    .argument('<name>')
    .option('--dry-run', 'send nothing: print what would be sent of the newest events that the filter finds')
    .option('--events <n>', 'with --dry-run: how many events, up to 20; 3 if left out', parseCount)
    .action(async (name: string, { dryRun, events }: TestOptions, self: Command) =>
      dryRun ? tryOut(name, events, self) : test(name, self),
    );
}

async function test(name: string, self: Command): Promise<void> {
  const client = await connect(self);
  const tested = await client.call({ method: 'POST', path: `${destinationPath(name)}/test` }, DestinationTest);
  const { outcome, status, answer } = tested;
  const said = status === undefined ? answer : `${status} ${answer}`.trim();
  outputOf(self).answer(tested, () => (outcome === 'sent' ? `sent: ${said}` : ''));
  if (outcome !== 'sent')
    throw new CliError(exitCodes.wrongInput, `cannot send to destination "${name}": ${said} (${outcome})`);
}

async function tryOut(name: string, events: number | undefined, self: Command): Promise<void> {
  const client = await connect(self);
  const request = { method: 'POST', path: `${destinationPath(name)}/dry-run`, query: dryRunQuery(events) } as const;
  const run = await client.call(request, DestinationDryRun);
  outputOf(self).answer(run, () => textOfDryRun(run));
}
