import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const cache = path.resolve(import.meta.dirname, '../../.cache/receivers');
/** The last release that `go install` can build: later ones need the files of their page. */
const alertmanager = 'github.com/prometheus/alertmanager/cmd/alertmanager@v0.31.1';

/** Builds Alertmanager from its Go module, and gives its path; undefined where Go is missing. A minute the first time. */
export function buildAlertmanager(): string | undefined {
  const program = path.join(cache, 'alertmanager');
  if (existsSync(program)) return program;
  if (!isThere('go', 'version')) return undefined;
  mkdirSync(cache, { recursive: true });
  const { status } = spawnSync('go', ['install', alertmanager], {
    env: { ...process.env, GOBIN: cache },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`cannot build ${alertmanager}`);
  return program;
}

/** Whether a program can be run. */
export function isThere(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** A program that runs until it is killed. */
export interface Program {
  kill(): Promise<void>;
}

/** Starts a program; what it complains of is shown. */
export function startProgram(program: string, args: readonly string[]): Program {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Asks until something is there; a minute at most. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await ask().catch(() => undefined);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come within a minute`);
}
