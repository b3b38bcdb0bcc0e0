import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cli, type Ended, runCli } from './run-cli.ts';

export const adminToken = 'token-of-the-tests';

/** A server of the CLI's `serve` on a data directory of its own. */
export interface RunningServer {
  readonly url: string;
  readonly data: string;
  /** Runs a command of the CLI against this server, as the local administrator. */
  cli(...args: readonly string[]): Promise<Ended>;
  cliWithInput(input: string | Buffer, ...args: readonly string[]): Promise<Ended>;
  /** Calls the API with the admin token. */
  fetch(route: string, init?: RequestInit): Promise<Response>;
  /** Takes the power away from the server, engine included, and starts it again on the same data and address. */
  killAndRestart(): Promise<void>;
  /** Ends it as an operator does, and removes its data. */
  close(): Promise<void>;
}

/** Starts a server and resolves when it is ready. */
export async function startServer(...options: readonly string[]): Promise<RunningServer> {
  const data = await mkdtemp(path.join(tmpdir(), 'whodunit-e2e-'));
  const port = await freePort();
  const scheme = options.includes('--tls') ? 'https' : 'http';
  const url = `${scheme}://127.0.0.1:${port}`;
  const args = ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, '--log-level', 'warn', ...options];
  let child = spawnServer(args);
  const common = ['--server', url, '--data', data];
  await whenReady(url, child);
  return {
    url,
    data,
    cli: (...args) => runCli([...common, ...args]),
    cliWithInput: (input, ...args) => runCli([...common, ...args], { input }),
    fetch: (route, init) => {
      const headers = new Headers(init?.headers);
      if (!headers.has('authorization')) headers.set('authorization', `Bearer ${adminToken}`);
      return fetch(`${url}${route}`, { ...init, headers });
    },
    killAndRestart: async () => {
      await end(child, 'SIGKILL');
      child = spawnServer(args);
      await whenReady(url, child);
    },
    close: async () => {
      await end(child, 'SIGTERM');
      await rm(data, { recursive: true, force: true });
    },
  };
}

function spawnServer(args: readonly string[]): ChildProcess {
  const env = { ...process.env, WHODUNIT_ADMIN_TOKEN: adminToken };
  return spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'inherit'], env });
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

async function whenReady(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (await isReady(`${url}/readyz`)) return;
    await sleep(100);
  }
  throw new Error('the server is not ready after a minute');
}

function isReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    // Whether the certificate is good is for the tests of the CLI.
    const asked = url.startsWith('https:') ? https.get(url, { rejectUnauthorized: false }) : http.get(url);
    asked.on('response', (answer) => resolve(answer.resume().statusCode === 200));
    asked.on('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
