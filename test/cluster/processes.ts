import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { createServer } from 'node:net';

/** A program that runs beside the test, its output in a file. */
export interface Running {
  readonly name: string;
  readonly pid: number;
  /** Resolves with the exit status, or null where a signal ended it. */
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

export interface StartOptions {
  readonly log: string;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether signals go to all that it starts as well, as those of a terminal do. */
  readonly hasTerminal?: boolean;
}

/** Starts a program; its output goes to `log`. */
export function start(name: string, program: string, args: readonly string[], options: StartOptions): Running {
  const log = openSync(options.log, 'a');
  const child: ChildProcess = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    detached: options.hasTerminal === true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (child.pid === undefined) throw new Error(`cannot start "${program}"`);
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => resolve(code));
    child.on('error', () => resolve(1));
  });
  const { pid } = child;
  const kill = (signal: NodeJS.Signals): void => {
    if (child.exitCode === null && child.signalCode === null)
      process.kill(options.hasTerminal === true ? -pid : pid, signal);
  };
  return { name, pid, ended, kill };
}

/** Asks a program to end and makes it after some time. */
export async function stop(running: Running, graceMs: number): Promise<void> {
  running.kill('SIGTERM');
  const late = await Promise.race([running.ended.then(() => false), sleep(graceMs).then(() => true)]);
  if (late) running.kill('SIGKILL');
  await running.ended;
}

/** Tries something every half a second until it gives a value; throws after the time. */
export async function until<T>(what: string, seconds: number, attempt: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await attempt().catch(() => undefined);
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await sleep(500);
  }
}

/** A port of the loopback address that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Waits for some time. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
