import type { Command } from 'commander';
import { createSimulation } from '../../../policy/index.ts';
import { wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { formatOption } from '../../format-option.ts';
import { clusterEvents } from './cluster-events.ts';
import { eventLines } from './event-lines.ts';
import { loadValid } from './load-valid.ts';
import { addKubeVersion, releaseOf } from './policy-file.ts';
import { replayEvents } from './replay-events.ts';
import { simulationText } from './simulation-text.ts';

interface SimulateOptions {
  readonly policy: string;
  readonly events?: readonly string[];
  readonly format: string;
  readonly against?: string;
  readonly cluster?: string;
  readonly from: string;
  readonly to: string;
  readonly kubeVersion?: string;
}

/** Adds `policy simulate`. */
export function registerSimulate(group: Command): void {
  const command = group
    .command('simulate')
    .description('replay recorded events through a policy: events and bytes before and after')
    .requiredOption('--policy <file>', 'the policy')
    .option('--events <file...>', 'recorded events, plain or gzipped; - is standard input')
    .option('--against <file>', 'the policy to compare with, instead of what was recorded')
    .option('--cluster <name>', 'events of a cluster in place of files')
    .option('--from <time>', 'with --cluster: begin of the range', '-1d')
    .option('--to <time>', 'with --cluster: end of the range, itself left out', 'now');
  addKubeVersion(command)
    .addOption(formatOption())
    .action(async (options: SimulateOptions, self: Command) => {
      const events = eventsOf(options, self);
      const output = outputOf(self);
      const release = releaseOf(options.kubeVersion, output);
      const policy = await loadValid(options.policy, release, output);
      const against = options.against === undefined ? undefined : await loadValid(options.against, release, output);
      const simulation = createSimulation(policy, against);
      await replayEvents(simulation, events, output);
      const answer = simulation.result();
      output.answer(answer, () => simulationText(answer));
    });
}

function eventsOf(options: SimulateOptions, command: Command): AsyncIterable<Uint8Array> {
  const { events, format, cluster, from, to } = options;
  if ((events === undefined) === (cluster === undefined))
    throw wrongUsage('name the events by --events or by --cluster');
  return cluster === undefined
    ? eventLines({ files: events ?? [], format }, outputOf(command))
    : clusterEvents(command, { cluster, from, to });
}
