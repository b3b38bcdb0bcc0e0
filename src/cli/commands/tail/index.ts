import type { Command } from 'commander';
import { connect } from '../../api/connect.ts';
import { collect, parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';
import { printableJson } from '../../terminal-text.ts';
import { writeText } from '../../write-text.ts';
import { eventRow } from '../query/event-table.ts';
import { summarizeEvent } from '../query/event-summary.ts';
import { follow, type TailNotes } from './follow.ts';

interface TailOptions {
  readonly cluster?: readonly string[];
  readonly limit?: number;
}

/** Adds `tail`. */
export function registerTail(program: Command): void {
  program
    .command('tail')
    .description('print new events as they arrive: a line each on a terminal, else JSON lines')
    .argument('[search]', 'events to print; nothing finds everything', '')
    .option('--cluster <name>', 'of this cluster only; may be given again', collect)
    .option('--limit <count>', 'end after so many events', parseCount)
    .action(tail);
}

async function tail(search: string, { cluster = [], limit }: TailOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const client = await connect(command);
  const query = new URLSearchParams({ query: search });
  for (const name of cluster) query.append('clusters', name);
  const notes: TailNotes = {
    onLost: (reason) => output.note(`${reason}; connecting again. Events of the time between are not shown here`),
    onSkipped: () => output.note('events come faster than they are taken; some are not shown here'),
  };
  let left = limit ?? Number.POSITIVE_INFINITY;
  for await (const json of follow(client, query, notes)) {
    await writeText(output.json ? `${process.stdout.isTTY ? printableJson(json) : json}\n` : lineOf(json));
    left -= 1;
    if (left === 0) return;
  }
}

/** Columns of fixed width, since the next event is not known yet; what is longer moves the rest of its own line. */
const widths = [27, 12, 28, 7, 44, 4, 0];

function lineOf(json: string): string {
  const row = eventRow(summarizeEvent(Buffer.from(json)));
  return formatTable(
    widths.map((width) => ({ name: '', minWidth: width })),
    [row],
    { header: false },
  );
}
