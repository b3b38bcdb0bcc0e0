// A real control plane against Whodunit: npm run cluster. Needs Go 1.26, openssl, jq and curl.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, createReadStream, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import { createGunzip } from 'node:zlib';
import { buildControlPlane, kubernetesVersion } from './build.ts';
import {
  apiserverFlags,
  apiserverReady,
  lostByLog,
  lostByMetric,
  manifestOf,
  prepareRun,
  startApiserver,
  startEtcd,
  startNodes,
  stopAll,
} from './control-plane.ts';
import { type Running, sleep } from './processes.ts';
import { checkRefusedStarts } from './would-not-start.ts';
import { type Whodunit, cli, identityOf, mostEvents, startWhodunit } from './whodunit.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cache = path.join(root, '.cache', 'cluster');
const run = path.join(cache, 'run');
/** How long kube-apiserver has to do without Whodunit. With a backoff of 2 s it gives a batch up after 16 s, so some get lost. */
const outageMs = 20_000;

const failures: string[] = [];
function check(holds: boolean, what: string): void {
  process.stdout.write(`${holds ? 'ok    ' : 'FAILED'} ${what}\n`);
  if (!holds) failures.push(what);
}

async function main(): Promise<void> {
  for (const tool of ['go', 'openssl', 'jq', 'curl', 'bash']) {
    if (spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0) continue;
    process.stdout.write(`SKIPPED: a control plane cannot be built without ${tool}\n`);
    process.exitCode = 3;
    return;
  }
  const bin = await buildControlPlane(cache);
  prepareRun(run);
  const etcd = await startEtcd(bin, run);
  try {
    const refused = await checkRefusedStarts(bin, run);
    for (const failure of refused) process.stdout.write(`${failure}\n`);
    check(refused.length === 0, 'each way in which status says that kube-apiserver would not start, it does not');
    if (!process.argv.includes('--only-starts')) await day(bin);
  } finally {
    await stopAll([etcd]);
  }
  process.stdout.write(`${failures.length === 0 ? 'all checks hold' : `${failures.length} checks failed`}\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

/** Two minutes of work while Whodunit is away for a while and its engine dies twice; then the log is imported. */
async function day(bin: string): Promise<void> {
  const logs = path.join(run, 'audit');
  mkdirSync(logs);
  const server = await startWhodunit(run);
  const log = path.join(run, 'apiserver.log');
  const running: Running[] = [];
  try {
    const flags = enableFlags(server, logs);
    running.push(startApiserver(bin, run, flags, log));
    await apiserverReady(60);
    check(true, 'kube-apiserver comes up with the flags, the policy and the kubeconfig that enable wrote');
    running.unshift(...(await startNodes(bin, run)));
    await Promise.all([work(bin), disturb(server)]);
    await server.settled(120);
    check((await lostByMetric()) === lostByLog(log), "kube-apiserver's metric and its log say the same of lost events");
    await stopAll(running.splice(0));
    await server.settled(120);
    await compare(server, logs, lostByLog(log));
  } finally {
    await stopAll(running);
    await server.stop();
  }
}

/** Writes the manifest of this control plane, switches audit on in it, and takes the flags that it has then. */
function enableFlags(server: Whodunit, logs: string): readonly string[] {
  const manifests = path.join(run, 'manifests');
  mkdirSync(manifests);
  const manifest = path.join(manifests, 'kube-apiserver.yaml');
  writeFileSync(manifest, manifestOf(apiserverFlags(run), kubernetesVersion));
  const policy = path.join(root, 'test/fixtures/seed-policies/ack.yaml');
  const url = ['--webhook-url', server.webhookUrl, '--webhook-ca', server.ca, '--webhook-token', server.ingestToken];
  const speed = ['--webhook-batch-max-wait', '1s', '--webhook-initial-backoff', '2s', '--log-maxsize', '5'];
  const place = ['--host-dir', path.join(run, 'whodunit'), '--log-path', path.join(logs, 'kubernetes.audit')];
  cli([
    'apiserver',
    'enable',
    '--manifest',
    manifest,
    '--policy',
    policy,
    '--backend',
    'both',
    ...url,
    ...speed,
    ...place,
  ]);
  const status: unknown = JSON.parse(cli(['apiserver', 'status', '--manifest', manifest]));
  const problems = typeof status === 'object' && status !== null && 'problems' in status ? status.problems : undefined;
  check(Array.isArray(problems) && problems.length === 0, 'status has no problem with it');
  cpSync(manifest, path.join(run, 'kube-apiserver.yaml'));
  return readFileSync(manifest, 'utf8')
    .split('\n')
    .map((line) => line.trim().replace(/^- /, ''))
    .filter((word) => word.startsWith('--audit-'));
}

/** What a script of the day does may fail: that is a part of the day. */
async function work(bin: string): Promise<void> {
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, KUBE_RUN: run, LOOPS: '4' };
  for (const script of ['work.sh', 'newer.sh']) {
    const file = path.join(import.meta.dirname, 'day', script);
    const child = spawn('bash', [file, 'a'], { env, cwd: run, stdio: 'ignore' });
    await new Promise((resolve) => child.on('close', resolve));
  }
}

async function disturb(server: Whodunit): Promise<void> {
  await sleep(20_000);
  await server.killEngine();
  await sleep(10_000);
  await server.outage(outageMs);
  await sleep(15_000);
  await server.killEngine();
}

/** The log is the truth: with it imported, every line of it is there once, and it brought no more than was lost on the way. */
async function compare(server: Whodunit, logs: string, lost: number): Promise<void> {
  const files = globSync('kubernetes*.audit*', { cwd: logs }).map((file) => path.join(logs, file));
  const logged: string[] = [];
  for (const file of files) logged.push(...(await identitiesIn(file)));
  const lines = logged.length;
  const before = server.total();
  const imported = server.importFiles(files);
  const after = server.total();
  process.stdout.write(
    `the log has ${lines} lines; by webhook came ${before}; import: ${JSON.stringify(imported)}; lost: ${lost}\n`,
  );
  check(lines > 1000 && lines <= mostEvents, 'the day wrote more than 1,000 events, and no more than one search gives');
  check(imported.read === lines, 'import reads every line');
  check(
    imported.stored + imported.duplicates + imported.completed + imported.rejected === imported.read,
    'its counts add up',
  );
  check(imported.rejected === 0, 'no line is rejected');
  check(after === lines, 'afterwards there are as many events as lines: none missing, none doubled');
  check(isDeepStrictEqual(server.identities().toSorted(), logged.toSorted()), 'and they are the same ones');
  check(
    imported.stored <= lost,
    `only the log brought ${imported.stored} events, kube-apiserver lost ${lost} on the way`,
  );
}

async function identitiesIn(file: string): Promise<readonly string[]> {
  const bytes = createReadStream(file);
  const identities: string[] = [];
  for await (const line of createInterface({ input: file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes }))
    if (line !== '') identities.push(identityOf(line));
  return identities;
}

await main();
