import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { lineOf } from '../../src/collect/testkit.ts';
import { cli, type Ended, runCli } from './run-cli.ts';
import { type RunningServer, startServer } from './running-server.ts';

/** What is waited for comes within seconds, on a machine of its own. */
export const patience = { timeout: 60_000 };

interface AddedCluster {
  readonly name: string;
  readonly id: string;
  readonly token: string;
}

/** An agent that goes on, and what it says. */
export interface RunningAgent {
  readonly child: ChildProcess;
  /** Lines of its log. */
  readonly said: readonly string[];
  /** Status and text. */
  readonly get: (route: string) => Promise<string>;
  /** The value of a metric of one log, or of all. */
  readonly metric: (name: string) => Promise<number>;
}

/** A server for the tests of a file; of each test a folder, a cluster and agents, which are killed at its end. */
export interface CollectTests {
  readonly server: RunningServer;
  readonly cluster: AddedCluster;
  readonly at: (...names: readonly string[]) => string;
  readonly addCluster: (...options: readonly string[]) => Promise<AddedCluster>;
  /** Where an agent sends to and keeps its state. */
  readonly where: () => string[];
  /** The cluster of the test and its token. */
  readonly who: () => string[];
  readonly collectOnce: (...args: readonly string[]) => Promise<Ended>;
  readonly follow: (...args: readonly string[]) => Promise<RunningAgent>;
  /** How many events of the cluster can be found, and of another. */
  readonly count: () => Promise<unknown>;
  readonly countOf: (name: string) => Promise<unknown>;
}

/** Lines of kube-apiserver, each of an event of its own. */
export const events = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => eventOf(from + index)).join('');

/** The line of an event. */
export const eventOf = (number: number): string =>
  lineOf(number).replace(
    '"verb"',
    '"requestReceivedTimestamp":"2026-11-20T18:05:19.000000Z","stageTimestamp":"2026-11-20T18:05:19.000000Z","verb"',
  );

export function collectTests(): CollectTests {
  let server: RunningServer;
  let clusters = 0;
  let folder: string;
  let cluster: AddedCluster;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'whodunit-collect-'));
    cluster = await addCluster();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (...names: readonly string[]): string => path.join(folder, ...names);
  const where = (): string[] => ['--server', server.url, '--data', at('no-data'), '--state', at('state')];
  const who = (): string[] => ['--cluster', cluster.name, '--token', cluster.token];

  async function addCluster(...options: readonly string[]): Promise<AddedCluster> {
    const name = `collected-${(clusters += 1)}`;
    const { stdout } = await server.cli('cluster', 'add', name, ...options);
    const { id, ingestToken } = JSON.parse(stdout) as { id: string; ingestToken: string };
    return { name, id, token: ingestToken };
  }

  async function follow(...args: readonly string[]): Promise<RunningAgent> {
    const all = ['collect', ...where(), '--metrics-listen', '127.0.0.1:0', ...args];
    const child = spawn(process.execPath, [cli, ...all], { stdio: ['pipe', 'ignore', 'pipe'] });
    children.push(child);
    const said: string[] = [];
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', () => reject(new Error(said.join('\n'))));
      createInterface(child.stderr).on('line', (line) => {
        said.push(line);
        const { address } = JSON.parse(line) as { address?: string };
        if (address !== undefined) resolve(`http://${address}`);
      });
    });
    const get = async (route: string): Promise<string> => {
      const response = await fetch(`${url}${route}`);
      return `${response.status} ${(await response.text()).trim()}`;
    };
    const metric = async (name: string): Promise<number> => {
      const line = (await get('/metrics')).split('\n').find((text) => text.startsWith(`whodunit_collect_${name}`));
      return Number(line?.split(' ').at(-1) ?? Number.NaN);
    };
    return { child, said, get, metric };
  }

  async function countOf(name: string): Promise<unknown> {
    const query = '* | select count(*) as n';
    const range = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z', clusters: [name] };
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query, ...range });
    const answer = await server.fetch('/api/v1/query', { method: 'POST', headers, body });
    return ((await answer.json()) as { rows?: unknown[][] }).rows?.[0]?.[0];
  }

  return {
    get server() {
      return server;
    },
    get cluster() {
      return cluster;
    },
    at,
    addCluster,
    where,
    who,
    collectOnce: (...args) => runCli(['collect', ...where(), ...who(), '--once', ...args]),
    follow,
    count: () => countOf(cluster.name),
    countOf,
  };
}
