import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';

/** Whether a program can be run. */
export function isThere(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** A program that runs until it is killed. */
export interface Program {
  /** Resolves when it has ended. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export interface ProgramOptions {
  /** The file that what it says is added to; left out: nowhere. */
  readonly log?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a program. */
export function startProgram(
  program: string,
  args: readonly string[],
  { log, environment = {} }: ProgramOptions = {},
): Program {
  const said = log === undefined ? 'ignore' : openSync(log, 'a');
  const child = spawn(program, args, { stdio: ['ignore', said, said], env: { ...process.env, ...environment } });
  const ended = once(child, 'exit');
  return {
    kill: async (signal = 'SIGKILL') => {
      child.kill(signal);
      await ended;
    },
  };
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return address.port;
}

/** Asks until something is there; five minutes at most. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 3000; tries += 1) {
    const found = await ask().catch(() => undefined);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come within five minutes`);
}
