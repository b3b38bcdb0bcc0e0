// The built agent as a process of its own that may be killed and started again on the same state.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './server-process.ts';

export interface AgentOptions {
  /** For its state and its log. */
  readonly directory: string;
  readonly server: string;
  readonly cluster: string;
  readonly token: string;
  readonly path: string;
}

export class AgentProcess {
  readonly #options: AgentOptions;
  readonly #log: string;
  #child: ChildProcess | undefined;

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#log = path.join(options.directory, 'agent.log');
  }

  start(...args: readonly string[]): void {
    const { directory, server, cluster, token, path: logPath } = this.#options;
    const log = openSync(this.#log, 'a');
    const state = path.join(directory, 'state');
    const where = ['--server', server, '--cluster', cluster, '--path', logPath, '--state', state];
    this.#child = spawn(process.execPath, [path.join(bundle, 'cli.js'), 'collect', ...where, ...args], {
      env: { PATH: process.env['PATH'], WHODUNIT_TOKEN: token },
      stdio: ['ignore', log, log],
    });
  }

  /** Takes the power away from it. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it as an operator would. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Reads what is left, and gives how that ended. */
  async finish(): Promise<number | null> {
    this.start('--once');
    const child = this.#child;
    if (!child) return null;
    const [status] = (await once(child, 'exit')) as [number | null];
    return status;
  }

  /** All that it has said. */
  log(): string {
    return readFileSync(this.#log, 'utf8');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}
