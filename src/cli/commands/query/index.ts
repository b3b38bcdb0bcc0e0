import { type Command, Option } from 'commander';
import { connect } from '../../api/connect.ts';
import { collect, parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import type { Output } from '../../output.ts';
import { printableJson } from '../../terminal-text.ts';
import { writeText } from '../../write-text.ts';
import type { Answer } from './answer.ts';
import { type Format, formats } from './formats.ts';
import { fetchPages } from './pages.ts';

interface QueryOptions {
  readonly from: string;
  readonly to: string;
  readonly cluster?: readonly string[];
  readonly limit?: number;
  readonly order: 'asc' | 'desc';
  readonly format?: Format;
  readonly timeZone?: string;
}

/** Adds `query`. */
export function registerQuery(program: Command): void {
  program
    .command('query')
    .description('search events, or analyse them: SEARCH | SQL')
    .argument('[query]', 'a search, or a search, a bar and a SELECT; nothing finds everything', '')
    .option('--from <time>', 'begin of the range: RFC 3339, Unix seconds, or relative such as -15m', '-15m')
    .option('--to <time>', 'end of the range, itself left out', 'now')
    .option('--cluster <name>', 'look in this cluster only; may be given again', collect)
    .option('--limit <count>', 'events at most, 100 if not given; SQL has its own LIMIT', parseCount)
    .addOption(new Option('--order <order>', 'order of events by time').choices(['desc', 'asc']).default('desc'))
    .addOption(
      new Option('--format <format>', 'table on a terminal or with --no-json, else ndjson').choices(
        Object.keys(formats),
      ),
    )
    .option('--time-zone <zone>', 'time zone of the statement, such as Asia/Shanghai')
    .action(query);
}

async function query(text: string, options: QueryOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const format = options.format ?? defaultFormat(output);
  const formatter = formats[format]();
  // A table has been made for terminals, and CSV holds no control characters.
  const shown = process.stdout.isTTY && (format === 'json' || format === 'ndjson') ? printableJson : asItIs;
  const client = await connect(command);
  const { from, to, order, limit, timeZone, cluster: clusters } = options;
  const counted: CountedPages = { events: 0, last: undefined };
  for await (const page of fetchPages(client, {
    query: text,
    from,
    to,
    order,
    limit,
    timeZone,
    clusters: clusters && [...clusters],
  })) {
    if (counted.last === undefined) output.diagnostics(page.meta.warnings, undefined, text);
    if (page.kind === 'events') counted.events += page.events.length;
    counted.last = page;
    await writeText(shown(formatter.page(page)));
  }
  await writeText(shown(formatter.end()));
  await noteWhatIsLeft(counted, options, output);
}

interface CountedPages {
  events: number;
  last: Answer | undefined;
}

function defaultFormat(output: Output): Format {
  if (output.jsonAsked) return 'json';
  return output.json ? 'ndjson' : 'table';
}

function asItIs(text: string): string {
  return text;
}

/** Says what a limit has cut off, so that nobody takes a part for the whole. */
async function noteWhatIsLeft(
  { last, events }: CountedPages,
  { from, to }: QueryOptions,
  output: Output,
): Promise<void> {
  if (last?.kind === 'events' && last.total > events) {
    output.note(`${events} of ${last.total} events; --limit N gives more`);
  } else if (last?.kind === 'events' && events === 0)
    output.note(`no events from ${from} to ${to}; --from and --to choose another range`);
  if (last?.kind !== 'table') return;
  if (last.rows.length === 0) output.note('no rows');
  const { limited } = last.meta;
  if (limited === undefined || last.rows.length < limited) return;
  // The language is loaded by those alone who need it: every command starts at once.
  const { defaultStatementRows } = await import('../../../query/index.ts');
  output.note(
    limited <= defaultStatementRows
      ? `the first ${limited} rows; LIMIT in the statement gives more`
      : `the first ${limited} rows, the most that a statement gives: there may be more`,
  );
}
