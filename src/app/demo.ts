import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clusterName, createSimulation, sendHistory, sendLiveTraffic } from '../demo/index.ts';
import { closeOnSignals, exitOnSignals, systemClock } from '../platform/index.ts';
import { type RunningServer, startServer } from './serve.ts';
import type { ServeOptions } from './options.ts';

export type DemoOptions = Omit<ServeOptions, 'data' | 'clickhouseUrl' | 'isTemporary'> & {
  /** Of the simulation: the same seed and day give the same history. */
  readonly seed?: number | undefined;
};

const historyDays = 30;
const retentionDays = 365;

/** Runs a server on a fresh temporary directory with a simulated cluster, until a signal ends it. */
export async function demo(options: DemoOptions): Promise<void> {
  const data = await mkdtemp(path.join(tmpdir(), 'whodunit-demo-'));
  const stopExiting = exitOnSignals((code) => process.exit(code));
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
  stopExiting();
  server.lifecycle.own('demo traffic', { close: () => stopping.abort() });
  try {
    const cluster = await server.records.clusters.add({
      name: clusterName,
      project: 'harbor',
      kind: 'self-managed',
      retentionDays,
    });
    const simulation = createSimulation({
      seed: options.seed ?? 1,
      now: new Date(systemClock.now()),
      days: historyDays,
    });
    const { receiver, journal } = server.context;
    const accept = (body: Uint8Array) => receiver.accept(cluster.id, body);
    process.stderr.write(`simulating ${historyDays} days of ${clusterName} ...\n`);
    const events = await sendHistory(simulation, accept, stopping.signal);
    while (journal.pending().events > 0 && !stopping.signal.aborted) await systemClock.sleep(100);
    if (!stopping.signal.aborted) announce(server, data, events);
    await sendLiveTraffic(simulation, accept, systemClock, stopping.signal);
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

function announce({ url, firstSignIn }: RunningServer, data: string, events: number): void {
  process.stderr.write(`${events} events\n`);
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
