import type { Command } from 'commander';
import { parseCount } from '../../arguments.ts';
import { addListenOptions, type ListenOptions, serverOptions } from './listen-options.ts';
import { runServer } from './run-server.ts';

/** Adds `demo`. */
export function registerDemo(program: Command): void {
  const command = program
    .command('demo')
    .description('run a server of its own with a simulated cluster: thirty days of history, an incident, live traffic')
    .option('--seed <number>', 'another history', parseCount);
  addListenOptions(command).action(async (options: ListenOptions & { seed?: number }) => {
    const { demo } = await import('../../../app/index.ts');
    await runServer(() => demo({ ...serverOptions(options), seed: options.seed }));
  });
}
