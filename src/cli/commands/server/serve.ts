import { type Command, Option } from 'commander';
import { wrongUsage } from '../../cli-error.ts';
import { commonOptions } from '../../common-options.ts';
import { addListenOptions, type ListenOptions, serverOptions } from './listen-options.ts';
import { runServer } from './run-server.ts';

interface ServeCommandOptions extends ListenOptions {
  readonly clickhouseUrl?: string;
}

/** Adds `serve`. */
export function registerServe(program: Command): void {
  const command = program
    .command('serve')
    .description('run the server: receives events, keeps them, answers queries, shows the page')
    .addOption(
      new Option(
        '--clickhouse-url <url>',
        'a ClickHouse to use instead of the engine that comes along: http://USER:PASSWORD@HOST:PORT/DATABASE',
      ).env('WHODUNIT_CLICKHOUSE_URL'),
    );
  addListenOptions(command).action(async (options: ServeCommandOptions, self: Command) => {
    const clickhouseUrl = clickhouseUrlOf(options);
    const { serve } = await import('../../../app/index.ts');
    const { data } = commonOptions(self);
    await runServer(() => serve({ ...serverOptions(options), data, clickhouseUrl }));
  });
}

/** Throws CliError (exit 2) for what is no URL, without a word of it: it may hold a password. */
function clickhouseUrlOf({ clickhouseUrl }: ServeCommandOptions): string | undefined {
  if (clickhouseUrl === undefined || clickhouseUrl === '') return undefined;
  const url = URL.parse(clickhouseUrl);
  if (url === null || !/^https?:$/.test(url.protocol) || !isDecodable(url.username) || !isDecodable(url.password))
    throw wrongUsage('--clickhouse-url, or $WHODUNIT_CLICKHOUSE_URL, is not an http or https URL');
  return clickhouseUrl;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
