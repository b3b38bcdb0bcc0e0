import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { eventsIn, logFiles } from './audit-log.ts';
import type { Stage } from './checks.ts';
import { apiserverReady, lostByLog, lostByMetric, startApiserver, startNodes, stopAll } from './control-plane.ts';
import { workForADay } from './day/work.ts';
import { enableAudit } from './enable-audit.ts';
import { type Running, sleep } from './processes.ts';
import { type AddedCluster, mostEvents, startWhodunit, type Whodunit } from './whodunit.ts';

/** How long kube-apiserver has to do without Whodunit. With a backoff of 2 s it gives a batch up after 16 s, so some get lost. */
const outageMs = 20_000;

/** Two minutes of work while Whodunit is away for a while and its engine dies twice; then the log is imported. */
export async function webhookDay(stage: Stage): Promise<void> {
  const { bin, run, check } = stage;
  const logs = path.join(run, 'audit');
  mkdirSync(logs);
  const server = await startWhodunit(run);
  const log = path.join(run, 'apiserver.log');
  const running: Running[] = [];
  try {
    const cluster = server.addCluster('webhook');
    const { flags } = enableAudit(stage, logs, optionsFor(server, cluster));
    running.push(startApiserver(bin, run, flags, log));
    await apiserverReady(60);
    check(true, 'kube-apiserver comes up with the flags, the policy and the kubeconfig that enable wrote');
    running.unshift(...(await startNodes(bin, run)));
    await Promise.all([workForADay(stage), disturb(server)]);
    await server.settled(120);
    check((await lostByMetric()) === lostByLog(log), "kube-apiserver's metric and its log say the same of lost events");
    await stopAll(running.splice(0));
    await server.settled(120);
    await compare(stage, server, logs, lostByLog(log));
  } finally {
    await stopAll(running);
    await server.stop();
  }
}

function optionsFor(server: Whodunit, { webhookUrl, ingestToken }: AddedCluster): readonly string[] {
  const speed = ['--webhook-batch-max-wait', '1s', '--webhook-initial-backoff', '2s', '--log-maxsize', '5'];
  const url = ['--webhook-url', webhookUrl, '--webhook-ca', server.ca, '--webhook-token', ingestToken];
  return ['--backend', 'both', ...url, ...speed];
}

async function disturb(server: Whodunit): Promise<void> {
  await sleep(20_000);
  await server.killEngine();
  await sleep(10_000);
  await server.kill();
  await sleep(outageMs);
  await server.start();
  await sleep(15_000);
  await server.killEngine();
}

/** The log is the truth: with it imported, every line of it is there once, and it brought no more than was lost on the way. */
async function compare({ check, note }: Stage, server: Whodunit, logs: string, lost: number): Promise<void> {
  const files = logFiles(logs);
  const logged = (await eventsIn(files)).map(({ identity }) => identity);
  const lines = logged.length;
  const before = server.total('webhook');
  const imported = server.importFiles('webhook', files);
  const after = server.total('webhook');
  note(`the log has ${lines} lines; by webhook came ${before}; import: ${JSON.stringify(imported)}; lost: ${lost}`);
  check(lines > 1000 && lines <= mostEvents, 'the day wrote more than 1,000 events, and no more than are looked at');
  check(imported.read === lines, 'import reads every line');
  check(
    imported.stored + imported.duplicates + imported.completed + imported.rejected === imported.read,
    'its counts add up',
  );
  check(imported.rejected === 0, 'no line is rejected');
  check(after === lines, 'afterwards there are as many events as lines: none missing, none doubled');
  check(isDeepStrictEqual(server.identities('webhook').toSorted(), logged.toSorted()), 'and they are the same ones');
  check(
    imported.stored <= lost,
    `only the log brought ${imported.stored} events, kube-apiserver lost ${lost} on the way`,
  );
}
