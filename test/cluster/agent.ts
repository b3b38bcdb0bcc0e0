import path from 'node:path';
import { type Running, start, stop } from './processes.ts';
import { type AddedCluster, bundle, type Whodunit } from './whodunit.ts';

/** `whodunit collect` for one cluster, which follows the log of a manifest and may be killed and started again. */
export class Agent {
  readonly #options: AgentOptions;
  #running: Running | undefined;

  constructor(options: AgentOptions) {
    this.#options = options;
  }

  start(...more: readonly string[]): void {
    const { run, server, cluster, manifest } = this.#options;
    const where = ['--server', server.url, '--ca', server.ca, '--state', path.join(run, `state-${cluster.name}`)];
    const args = ['collect', '--cluster', cluster.name, '--manifest', manifest, ...where, ...more];
    const [log, env] = [path.join(run, `agent-${cluster.name}.log`), { WHODUNIT_TOKEN: cluster.ingestToken }];
    this.#running = start('collect', process.execPath, [bundle, ...args], { log, cwd: run, env });
  }

  /** Ends it without a warning. */
  async kill(): Promise<void> {
    this.#running?.kill('SIGKILL');
    await this.#running?.ended;
  }

  async stop(): Promise<void> {
    if (this.#running) await stop(this.#running, 10_000);
  }

  /** Reads what is left. */
  async finish(): Promise<void> {
    await this.stop();
    this.start('--once');
    await this.#running?.ended;
  }
}

export interface AgentOptions {
  /** The folder for its state and what it says. */
  readonly run: string;
  readonly server: Pick<Whodunit, 'url' | 'ca'>;
  readonly cluster: AddedCluster;
  readonly manifest: string;
}
