import { type Command, Option } from 'commander';
import { HistoryAnswer } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { collect } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { lanesText } from './lanes-text.ts';

interface HistoryOptions {
  readonly by: 'object' | 'user';
  readonly from: string;
  readonly to: string;
  readonly cluster?: readonly string[];
}

/** Adds `history`. */
export function registerHistory(program: Command): void {
  program
    .command('history')
    .description('tell what happened to the objects of a search, whoever did it, or what its users did')
    .argument('[search]', 'a search; nothing finds everything', '')
    .addOption(new Option('--by <what>', 'what is told of').choices(['object', 'user']).default('object'))
    .option('--from <time>', 'begin of the range: RFC 3339, Unix seconds, or relative such as -15m', '-1h')
    .option('--to <time>', 'end of the range, itself left out', 'now')
    .option('--cluster <name>', 'look in this cluster only; may be given again', collect)
    .action(history);
}

async function history(search: string, { by, from, to, cluster }: HistoryOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const client = await connect(command);
  const json = { query: search, by, from, to, ...(cluster ? { clusters: cluster } : {}) };
  const request = { method: 'POST', path: 'api/v1/history', json, source: search } as const;
  const answer = await client.call(request, HistoryAnswer);
  output.diagnostics(answer.warnings, undefined, search);
  output.answer(answer, () => lanesText(answer));
  if (answer.lanes.length === 0) output.note(`no events from ${from} to ${to}; --from and --to choose another range`);
  if (answer.knownFrom > answer.from)
    output.note(
      `the newest ${answer.read} of ${answer.total} events; before ${answer.knownFrom} not everything is known`,
    );
  if (answer.lanesLeft > 0) output.note(`${answer.lanesLeft} more are left out: narrow the search`);
  if (!answer.bodies) output.note('you may not see bodies: conditions and what changed are not told');
}
