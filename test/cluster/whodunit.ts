import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, type Running, sleep, start, stop, until } from './processes.ts';

const root = path.resolve(import.meta.dirname, '../..');
const bundle = path.join(root, 'dist', 'cli.js');
const adminToken = 'cluster-test-admin-token';
const cluster = 'real';
/** The most events that one search gives. */
export const mostEvents = 10_000;

/** A server under test, and what is asked of it. */
export interface Whodunit {
  readonly webhookUrl: string;
  readonly ingestToken: string;
  /** The file of the certificate that it shows. */
  readonly ca: string;
  /** Kills the engine's process, without a warning. */
  killEngine(): Promise<void>;
  /** Kills the server, without a warning, and starts it again after a time. */
  outage(milliseconds: number): Promise<void>;
  /** Waits until everything that was acknowledged can be queried. */
  settled(seconds: number): Promise<void>;
  /** Events that can be queried. */
  total(): number;
  /** What tells each of these events from the others; at most `mostEvents`. */
  identities(): readonly string[];
  importFiles(files: readonly string[]): Imported;
  stop(): Promise<void>;
}

/** What `import` prints. */
export interface Imported {
  readonly read: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly completed: number;
  readonly rejected: number;
}

/** Runs a command of the CLI and gives its standard output; throws where it fails. */
export function cli(args: readonly string[], server?: { readonly url: string; readonly ca: string }): string {
  const env = {
    ...process.env,
    WHODUNIT_TOKEN: adminToken,
    ...(server ? { WHODUNIT_SERVER: server.url, NODE_EXTRA_CA_CERTS: server.ca } : {}),
  };
  return execFileSync(process.execPath, [bundle, ...args], {
    env,
    encoding: 'utf8',
    maxBuffer: 1e9,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Starts a server on an empty folder, with a certificate of its own and one cluster. */
export async function startWhodunit(run: string): Promise<Whodunit> {
  const folder = path.join(run, 'server');
  const address = `127.0.0.1:${await freePort()}`;
  mkdirSync(folder);
  const ca = path.join(folder, 'cert.pem');
  const key = path.join(folder, 'key.pem');
  const subject = [
    '-subj',
    '/CN=whodunit',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-addext',
    'basicConstraints=critical,CA:TRUE',
  ];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', ca];
  execFileSync('openssl', [...request, ...subject], { stdio: 'ignore' });
  const serve = ['serve', '--listen', address, '--data', path.join(folder, 'data'), '--tls-cert', ca, '--tls-key', key];
  const log = path.join(folder, 'server.log');
  const launch = (): Running =>
    start('whodunit', process.execPath, [bundle, ...serve], {
      log,
      cwd: root,
      env: { WHODUNIT_ADMIN_TOKEN: adminToken },
    });
  const ready = (): Promise<true> =>
    until('whodunit', 60, async () =>
      succeeds(['-sf', '--cacert', ca, `https://${address}/readyz`]) ? true : undefined,
    );
  const at = { url: `https://${address}`, ca };
  let server = launch();
  await ready().catch(async (error: unknown) => {
    await stop(server, 0);
    throw error;
  });
  const added = readAdded(cli(['cluster', 'add', cluster, '--json'], at));
  const query = (limit: number, format: string): string => {
    const range = ['--from', '-7d', '--to', '+1h', '--cluster', cluster];
    return cli(['query', '*', ...range, '--limit', String(limit), '--format', format], at);
  };
  const metric = (name: string): number | undefined => {
    const text = execFileSync(
      'curl',
      ['-sf', '--cacert', ca, '-H', `Authorization: Bearer ${adminToken}`, `https://${address}/metrics`],
      { encoding: 'utf8' },
    );
    const found = text.split('\n').find((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    return found === undefined ? undefined : Number(found.split(' ').at(-1));
  };
  return {
    ...added,
    ca,
    killEngine: async () => {
      for (const pid of childrenOf(server.pid)) process.kill(pid, 'SIGKILL');
      await ready();
    },
    outage: async (milliseconds) => {
      server.kill('SIGKILL');
      await server.ended;
      await sleep(milliseconds);
      server = launch();
      await ready();
    },
    settled: async (seconds) => {
      await until('an empty journal', seconds, async () =>
        metric('whodunit_journal_pending_events') === 0 ? true : undefined,
      );
      await sleep(3000);
      await until('an empty journal', seconds, async () =>
        metric('whodunit_journal_pending_events') === 0 ? true : undefined,
      );
    },
    total: () => readTotal(query(1, 'json')),
    identities: () => query(mostEvents, 'ndjson').trimEnd().split('\n').map(identityOf),
    importFiles: (files) => readImported(cli(['import', '--cluster', cluster, '--json', ...files], at)),
    stop: () => stop(server, 20_000),
  };
}

function succeeds(args: readonly string[]): boolean {
  try {
    execFileSync('curl', args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The processes that a process has started: of the server, its engine. */
function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(Number);
}

function readAdded(text: string): { webhookUrl: string; ingestToken: string } {
  const { webhookUrl, ingestToken } = members(text);
  if (typeof webhookUrl !== 'string' || typeof ingestToken !== 'string') throw new Error(`cannot read "${text}"`);
  return { webhookUrl, ingestToken };
}

function readTotal(text: string): number {
  const { total } = members(text);
  if (typeof total !== 'number') throw new Error(`cannot read "${text.slice(0, 200)}"`);
  return total;
}

/** The id, stage and time of an event: a client may choose the id, and one request has several stages. */
export function identityOf(line: string): string {
  const { auditID, stage, stageTimestamp } = members(line);
  return [auditID, stage, stageTimestamp].join(' ');
}

function readImported(text: string): Imported {
  const found = members(text);
  const number = (name: string): number => {
    const value = found[name];
    if (typeof value !== 'number') throw new Error(`cannot read "${text}"`);
    return value;
  };
  return {
    read: number('read'),
    stored: number('stored'),
    duplicates: number('duplicates'),
    completed: number('completed'),
    rejected: number('rejected'),
  };
}

function members(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error(`cannot read "${text}"`);
  return Object.fromEntries(Object.entries(value));
}
