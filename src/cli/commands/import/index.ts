import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import {
  addCounts,
  addRejects,
  type Body,
  type Rejects,
  rejectsOf,
  type Counts,
  createSender,
  createSendWindow,
  DamagedInput,
  noCounts,
  openLog,
  type Sender,
  splitStream,
} from '../../../shipping/index.ts';
import { systemClock } from '../../../platform/index.ts';
import { Cluster } from '../../../server/schemas/index.ts';
import { clusterPath } from '../../api/named-path.ts';
import { connect } from '../../api/connect.ts';
import { CliError } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';
import type { Output } from '../../output.ts';
import { exitCodes } from '../../exit-codes.ts';
import { formatOption } from '../../format-option.ts';
import { type Input, openInput } from './open-input.ts';
import { type Progress, startProgress } from './progress.ts';
import { damageTexts, type Findings, otherLogTexts, rejectedText } from './findings.ts';
import { createTransport } from './transport.ts';

/** Adds `import`. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('import audit logs: JSON lines, EventLists or arrays, plain, gzip or zstd')
    .argument('<file...>', 'files in any order; - is standard input')
    .requiredOption('--cluster <name>', 'cluster that the events are of')
    .addOption(formatOption())
    .action(importFiles);
}

async function importFiles(files: readonly string[], options: ImportOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const client = await connect(command);
  // Everything that can be found out beforehand is, so that a typing error leaves nothing half done.
  const inputs: Input[] = [];
  for (const file of files) inputs.push(await openInput(file));
  await client.call({ path: clusterPath(options.cluster) }, Cluster);

  const progress = startProgress(totalSize(inputs));
  const onFailure = (error: unknown, firstTriedAt: number): number | undefined => {
    const mayPass = error instanceof CliError && error.exitCode === exitCodes.unreachable;
    if (!mayPass || systemClock.now() - firstTriedAt > patienceMs) throw error;
    output.note(`trying again: ${error.message}`);
    return error.retryAfterMs;
  };
  const sender = createSender({ transport: createTransport(client, options.cluster), clock: systemClock, onFailure });
  const run: Run = { id: randomUUID(), format: options.format, bodies: 0, counts: noCounts, findings: [] };
  try {
    for (const input of inputs) await importInput(input, sender, progress, run);
  } catch (error) {
    if (run.counts.read > 0) output.note(`imported before it failed: ${JSON.stringify(run.counts)}`);
    throw error;
  } finally {
    progress.stop();
  }
  // One line, on a terminal too: it is short, and every number has its name.
  output.text(`${JSON.stringify(run.counts)}\n`);
  tellFindings(run, output);
}

function tellFindings({ counts: { read, rejected }, findings }: Run, output: Output): void {
  for (const text of otherLogTexts(findings)) output.note(text);
  const damages = damageTexts(findings);
  for (const text of damages) output.note(text);
  if (rejected > 0) {
    output.note(
      `${rejected} of ${read} cannot be read; the server keeps them as dead letters (Settings in the page), and the rest is stored:`,
    );
    output.note(rejectedText(findings));
  }
  // Files in which no event is at all are others than were meant.
  const hasNoEvents = read === 0 && findings.some(({ otherLogs }) => otherLogs.length > 0);
  if (rejected > 0 || damages.length > 0 || hasNoEvents) process.exitCode = exitCodes.wrongInput;
}

interface ImportOptions {
  readonly cluster: string;
  readonly format: string;
}

/** One run of the command. */
interface Run {
  /** With the number of a body the key by which the server knows the body again. */
  readonly id: string;
  readonly format: string;
  bodies: number;
  /** What was done so far. */
  counts: Counts;
  readonly findings: Findings[];
}

/** A server that restarts, or whose engine does, is back within this; more is for a person to look into. */
const patienceMs = 300_000;

/**
 * Bodies of one file that are on their way at once: the server stores them together, and waiting for one does not keep the
 * next from being read. Files go one after another, since of two copies of an event the first decides what the second is.
 */
const maxUnderWay = 4;

async function importInput(input: Input, sender: Sender, progress: Progress, run: Run): Promise<void> {
  const window = createSendWindow(maxUnderWay);
  const log = openLog(
    input.read((bytes) => progress.advance(bytes)),
    run,
  );
  let rejects: readonly Rejects[] = [];
  const send = async (body: Body): Promise<void> => {
    const key = `${run.id}/${run.bodies}`;
    run.bodies += 1;
    const counts = await sender.send(body.bytes, key);
    if (counts.rejected > 0) rejects = addRejects(rejects, rejectsOf(body, counts.rejected));
    run.counts = addCounts(run.counts, counts);
    progress.events(run.counts.read);
  };
  let damage: DamagedInput | undefined;
  try {
    for await (const body of splitStream(log.pieces)) await window.add(() => send(body));
  } catch (error) {
    if (error instanceof DamagedInput) damage = error;
    else {
      // What is still under way counts in what was done.
      await window.drain().catch(() => undefined);
      throw error;
    }
  }
  await window.drain();
  run.findings.push({ file: input.name, rejects, otherLogs: log.otherLogs(), damage });
}

function totalSize(inputs: readonly Input[]): number | undefined {
  let total = 0;
  for (const { size } of inputs) {
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}
