import type { Command } from 'commander';
import {
  asAuditEvent,
  type AuditEventLike,
  createSimulation,
  isValid,
  type KubeRelease,
  loadPolicy,
  type Simulation,
  type SimulationAnswer,
} from '../../../policy/index.ts';
import { CliError, wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { Output } from '../../output.ts';
import { eventLines } from './event-lines.ts';
import { addKubeVersion, readPolicyFile, releaseOf } from './policy-file.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import { simulationText } from './simulation-text.ts';

interface SimulateOptions {
  readonly policy: string;
  readonly events?: readonly string[];
  readonly against?: string;
  readonly cluster?: string;
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
    .option('--from <time>', 'with --cluster: from when on')
    .option('--to <time>', 'with --cluster: until when');
  addKubeVersion(command).action(async (options: SimulateOptions, self: Command) => {
    const { events } = options;
    if (options.cluster !== undefined)
      throw wrongUsage('events of a cluster cannot be replayed yet: export them to a file');
    if (events === undefined) throw wrongUsage('name the events with --events');
    const output = outputOf(self);
    const simulation = await prepare(options, output);
    report(await replay(simulation, eventLines(events)), output);
  });
}

async function prepare(options: SimulateOptions, output: Output): Promise<Simulation> {
  const release = releaseOf(options.kubeVersion, output);
  const policy = await loadValid(options.policy, release, output);
  return options.against === undefined
    ? createSimulation(policy)
    : createSimulation(policy, await loadValid(options.against, release, output));
}

async function loadValid(file: string, release: KubeRelease | undefined, output: Output) {
  const loaded = loadPolicy(await readPolicyFile(file), release);
  return isValid(loaded) ? loaded : refuseInvalid(loaded, file, output);
}

/** What came of a replay. */
interface Replayed {
  readonly answer: SimulationAnswer;
  readonly read: number;
  /** Texts that are no audit events. */
  readonly unreadable: number;
}

/** Replays events, each the bytes of one as it was received, from wherever they come. */
async function replay(simulation: Simulation, lines: AsyncIterable<Uint8Array>): Promise<Replayed> {
  const decoder = new TextDecoder();
  let read = 0;
  let unreadable = 0;
  for await (const bytes of lines) {
    const event = parseEvent(decoder.decode(bytes));
    if (event) simulation.add(event, bytes.length);
    else unreadable += 1;
    read += 1;
  }
  return { answer: simulation.result(), read, unreadable };
}

function parseEvent(text: string): AuditEventLike | undefined {
  try {
    const event = asAuditEvent(JSON.parse(text));
    // Anything that is an object passes for an event without members; an audit event has a stage and a verb at least.
    return event?.stage === undefined || event.verb === undefined ? undefined : event;
  } catch {
    return undefined;
  }
}

function report({ answer, read, unreadable }: Replayed, output: Output): void {
  if (unreadable > 0 && unreadable === read)
    throw new CliError(exitCodes.wrongInput, `cannot replay: none of the ${read} texts is an audit event`);
  if (unreadable > 0) output.note(`warning: ${unreadable} of ${read} texts are no audit events and are left out`);
  output.answer(answer, () => simulationText(answer));
}
