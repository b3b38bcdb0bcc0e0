import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clusterName, createSimulation, liveTraffic, type Simulation } from '../demo/index.ts';
import { closeOnSignals, systemClock } from '../platform/index.ts';
import { type RunningServer, startServer } from './serve.ts';
import type { ServeOptions } from './options.ts';

export type DemoOptions = Omit<ServeOptions, 'data' | 'clickhouseUrl' | 'isTemporary'> & {
  /** Of the simulation: the same seed and day give the same history. */
  readonly seed?: number | undefined;
};

const historyDays = 30;
const linesABody = 4000;
const retentionDays = 365;

/** Runs a server on a fresh temporary directory with a simulated cluster, until a signal ends it. */
export async function demo(options: DemoOptions): Promise<void> {
  const data = await mkdtemp(path.join(tmpdir(), 'whodunit-demo-'));
  const server = await startServer({ logLevel: 'warn', ...options, data, isTemporary: true }).catch(
    async (error: unknown) => {
      await rm(data, { recursive: true, force: true });
      throw error;
    },
  );
  const stopping = new AbortController();
  const ended = new Promise<void>((resolve) => {
    closeOnSignals(server.lifecycle, server.logger, (code) => {
      process.exitCode = code;
      resolve();
    });
  });
  server.lifecycle.own('demo traffic', { close: () => stopping.abort() });
  try {
    const cluster = await server.records.clusters.add({ name: clusterName, project: 'harbor', retentionDays });
    const simulation = createSimulation({
      seed: options.seed ?? 1,
      now: new Date(systemClock.now()),
      days: historyDays,
    });
    await sendHistory(server, cluster.id, simulation, stopping.signal);
    if (!stopping.signal.aborted) announce(server, data);
    await sendLiveTraffic(server, cluster.id, simulation, stopping.signal);
    await ended;
  } catch (error) {
    // What was on its way when the demo was ended fails with the server, and is nobody's loss.
    if (!stopping.signal.aborted) throw error;
    await ended;
  } finally {
    await server.lifecycle.close();
    await rm(data, { recursive: true, force: true });
  }
  setTimeout(() => process.exit(), 1000).unref();
}

async function sendHistory(
  server: RunningServer,
  clusterId: string,
  simulation: Simulation,
  signal: AbortSignal,
): Promise<void> {
  process.stderr.write(`simulating ${historyDays} days of ${clusterName} ...\n`);
  let lines: string[] = [];
  let count = 0;
  const send = async (): Promise<void> => {
    if (lines.length === 0) return;
    await server.context.receiver.accept(clusterId, Buffer.from(lines.join('\n')));
    count += lines.length;
    lines = [];
  };
  for (const chunk of simulation.history()) {
    lines.push(...chunk);
    if (signal.aborted) return;
    if (lines.length >= linesABody) await send();
  }
  await send();
  while (server.context.journal.pending().events > 0 && !signal.aborted) await systemClock.sleep(100);
  process.stderr.write(`${count} events\n`);
}

function announce({ url, firstSignIn }: RunningServer, data: string): void {
  process.stdout.write(
    [
      '',
      `  Whodunit is at   ${url}`,
      `  Sign in as       ${firstSignIn?.name ?? ''}`,
      `  Password         ${firstSignIn?.password ?? ''}`,
      '',
      `  For the command line: export WHODUNIT_SERVER=${url} WHODUNIT_DATA=${data}`,
      '  Somebody has deleted a namespace. docs/tutorial/find-the-incident.md finds out who. Ctrl-C ends the demo.',
      '',
      '',
    ].join('\n'),
  );
}

async function sendLiveTraffic(
  server: RunningServer,
  clusterId: string,
  simulation: Simulation,
  signal: AbortSignal,
): Promise<void> {
  for await (const lines of liveTraffic(simulation, systemClock, signal)) {
    if (lines.length > 0) await server.context.receiver.accept(clusterId, Buffer.from(lines.join('\n')));
  }
}
