import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import { Cluster } from '../../../server/schemas/index.ts';
import { clusterPath } from '../../api/cluster-path.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { exitCodes } from '../../exit-codes.ts';
import { type Input, openInput } from './open-input.ts';
import { type Progress, startProgress } from './progress.ts';
import { type BodySender, createBodySender } from './send-body.ts';
import { createSendWindow } from './send-window.ts';
import { splitStream } from './split-stream.ts';
import { addSummaries, emptySummary, type Summary } from './summary.ts';

/** Adds `import`. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('import audit logs: JSON lines, EventLists or arrays, plain or gzip')
    .argument('<file...>', 'files in any order; - is standard input')
    .requiredOption('--cluster <name>', 'cluster that the events are of')
    .addOption(new Option('--format <format>', 'what the files hold').choices(['auto', 'kubernetes']).default('auto'))
    .action(importFiles);
}

async function importFiles(files: readonly string[], options: { cluster: string }, command: Command): Promise<void> {
  const output = outputOf(command);
  const client = await connect(command);
  // Everything that can be found out beforehand is, so that a typing error leaves nothing half done.
  const inputs: Input[] = [];
  for (const file of files) inputs.push(await openInput(file));
  await client.call({ path: clusterPath(options.cluster) }, Cluster);

  const progress = startProgress(totalSize(inputs));
  const onRetry = (reason: string): void => output.note(`trying again: ${reason}`);
  const sender = createBodySender({ client, cluster: options.cluster, importId: randomUUID(), onRetry });
  const done: DoneSoFar = { summary: emptySummary };
  try {
    for (const input of inputs) await importInput(input, sender, progress, done);
  } catch (error) {
    if (done.summary.read > 0) output.note(`imported before it failed: ${JSON.stringify(done.summary)}`);
    throw error;
  } finally {
    progress.stop();
  }
  // One line, on a terminal too: it is short, and every number has its name.
  output.text(`${JSON.stringify(done.summary)}\n`);
  const { read, rejected } = done.summary;
  if (rejected > 0)
    output.note(
      `${rejected} of ${read} events cannot be read; the server keeps them as dead letters, with the reasons (Settings in the page)`,
    );
  if (read > 0 && rejected === read) process.exitCode = exitCodes.wrongInput;
}

interface DoneSoFar {
  summary: Summary;
}

/**
 * Bodies of one file that are on their way at once: the server stores them together, and waiting for one does not keep the
 * next from being read. Files go one after another, since of two copies of an event the first decides what the second is.
 */
const maxUnderWay = 4;

async function importInput(input: Input, sender: BodySender, progress: Progress, done: DoneSoFar): Promise<void> {
  const window = createSendWindow(maxUnderWay);
  const send = async (body: Uint8Array<ArrayBuffer>): Promise<void> => {
    const summary = await sender.send(body);
    done.summary = addSummaries(done.summary, summary);
    progress.events(done.summary.read);
  };
  try {
    for await (const body of splitStream(input.read((bytes) => progress.advance(bytes))))
      await window.add(() => send(body));
  } catch (error) {
    // What is still under way counts in what was done.
    await window.drain().catch(() => undefined);
    throw error;
  }
  await window.drain();
}

function totalSize(inputs: readonly Input[]): number | undefined {
  let total = 0;
  for (const { size } of inputs) {
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}
