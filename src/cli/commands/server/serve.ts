import type { Command } from 'commander';
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
    .option('--clickhouse-url <url>', 'a ClickHouse to use instead of the engine that comes along');
  addListenOptions(command).action(async (options: ServeCommandOptions, self: Command) => {
    const { serve } = await import('../../../app/index.ts');
    const { data } = commonOptions(self);
    const { clickhouseUrl } = options;
    await runServer(() => serve({ ...serverOptions(options), data, clickhouseUrl }));
  });
}
