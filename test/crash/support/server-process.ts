// The built server as a process of its own that may be killed and started again on the same data and port.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = path.resolve(import.meta.dirname, '../../..');
/** Where `build-server.ts` puts the server and the engine. */
export const bundle = path.join(root, '.cache', 'crash');
const adminToken = 'token-of-the-crash-test';

export interface StartOptions {
  readonly failpoint?: string;
  /** More of what `serve` takes. */
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export class ServerProcess {
  readonly data = mkdtempSync(path.join(tmpdir(), 'whodunit-crash-'));
  readonly #port: number;
  #child: ChildProcess | undefined;
  #isStopping = false;
  /** Deaths of the server that nobody asked for by a signal of this class. */
  deaths = 0;

  private constructor(port: number) {
    this.#port = port;
  }

  static async make(): Promise<ServerProcess> {
    return new ServerProcess(await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /** Starts the process and resolves when it takes events. */
  async start({ failpoint = '', args = [], environment = {} }: StartOptions = {}): Promise<void> {
    this.#isStopping = false;
    const log = openSync(path.join(this.data, 'server.log'), 'a');
    const child = spawn(
      process.execPath,
      [path.join(bundle, 'cli.js'), 'serve', '--data', this.data, '--listen', `127.0.0.1:${this.#port}`, ...args],
      {
        env: { ...process.env, WHODUNIT_ADMIN_TOKEN: adminToken, WHODUNIT_FAILPOINT: failpoint, ...environment },
        stdio: ['ignore', log, log],
      },
    );
    this.#child = child;
    child.once('exit', () => {
      if (!this.#isStopping) this.deaths += 1;
      if (this.#child === child) this.#child = undefined;
    });
    while (this.#child === child && (await this.status('/healthz')) !== 200) await sleep(50);
  }

  /** The status of a call without a token; 0 when there is no answer. */
  async status(target: string): Promise<number> {
    try {
      const response = await fetch(`${this.url}${target}`, { signal: AbortSignal.timeout(5000) });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  /** A call as the administrator. Rejects when there is no answer. */
  async call(method: string, target: string, body?: string): Promise<{ status: number; text: string }> {
    try {
      return await this.#callOnce(method, target, body);
    } catch (error) {
      if (!this.isRunning) throw error;
      // A connection to the process before this one is now and then found closed only by using it.
      return this.#callOnce(method, target, body);
    }
  }

  async #callOnce(method: string, target: string, body?: string): Promise<{ status: number; text: string }> {
    const response = await this.#fetch(method, target, body);
    return { status: response.status, text: await response.text() };
  }

  #fetch(method: string, target: string, body?: string): Promise<Response> {
    return fetch(`${this.url}${target}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
  }

  /** The lines of an answer, which may be longer than any text. */
  async *lines(method: string, target: string, body: string): AsyncGenerator<string, void, undefined> {
    const response = await this.#fetch(method, target, body);
    if (!response.ok || !response.body) throw new Error(`${target}: ${response.status} ${await response.text()}`);
    yield* createInterface({ input: Readable.fromWeb(response.body), crlfDelay: Infinity });
  }

  /** Kills the server, its engine, or both at once. */
  kill(who: 'server' | 'engine' | 'both', signal: NodeJS.Signals = 'SIGKILL'): void {
    const engine = who === 'server' ? undefined : this.enginePid();
    if (engine !== undefined) process.kill(engine, signal);
    if (who !== 'engine') this.#child?.kill(signal);
  }

  /** The engine's process; undefined where there is none just now. */
  enginePid(): number | undefined {
    if (this.#child?.pid === undefined) return undefined;
    try {
      const [pid] = execFileSync('pgrep', ['-P', String(this.#child.pid)], { encoding: 'utf8' }).split('\n');
      return pid === undefined || pid === '' ? undefined : Number(pid);
    } catch {
      return undefined;
    }
  }

  async waitForDeath(): Promise<void> {
    if (this.#child) await once(this.#child, 'exit');
  }

  /** Ends the server as an operator would. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#child?.kill('SIGTERM');
    await this.waitForDeath();
  }

  /** Kills what runs and removes the data. */
  async remove(): Promise<void> {
    this.#isStopping = true;
    const engine = this.enginePid();
    this.kill('both');
    await this.waitForDeath();
    // An engine that is still ending would write into what is being removed.
    if (engine !== undefined) while (isThere(engine)) await sleep(20);
    rmSync(this.data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  /** The latest lines of its log, for a failure's message. */
  log(): string {
    return readFileSync(path.join(this.data, 'server.log'), 'utf8').split('\n').slice(-30).join('\n');
  }

  /** The value of a metric without labels. */
  async metric(name: string): Promise<number> {
    const { text } = await this.call('GET', '/metrics');
    return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  }

  /** Waits until everything that was acknowledged can be queried, and gives the milliseconds that it took. */
  async drained(): Promise<number> {
    const startedAt = performance.now();
    for (;;) {
      try {
        if ((await this.metric('whodunit_journal_pending_events')) === 0) return performance.now() - startedAt;
      } catch {
        if (!this.#child) throw new Error(`the server died while it was waited for:\n${this.log()}`);
      }
      await sleep(100);
    }
  }
}

/** Whether a process is there. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
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
