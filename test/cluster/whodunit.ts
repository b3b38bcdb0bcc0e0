import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { identityOf } from './audit-log.ts';
import { httpsCall } from './https-call.ts';
import { members, numberOf, textOf } from './members.ts';
import { freePort, type Running, sleep, start, stop, until } from './processes.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** The built program. */
export const bundle = path.join(root, 'dist', 'cli.js');
const adminToken = 'cluster-test-admin-token';
/** The most events of a check. */
export const mostEvents = 1_000_000;

/** A cluster as the server knows it. */
export interface AddedCluster {
  readonly name: string;
  readonly webhookUrl: string;
  readonly ingestToken: string;
}

/** A server under test, and what is asked of it. */
export interface Whodunit {
  readonly url: string;
  /** The file of the certificate that it shows. */
  readonly ca: string;
  addCluster(name: string): AddedCluster;
  /** Calls the API. */
  call(method: string, route: string, body?: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** Kills the engine's process, without a warning. */
  killEngine(): Promise<void>;
  /** Kills the server, without a warning. */
  kill(): Promise<void>;
  /** Starts it again, and waits until it is ready. */
  start(): Promise<void>;
  /** Waits until everything that was acknowledged can be queried. */
  settled(seconds: number): Promise<void>;
  /** Events of a cluster that can be queried. */
  total(cluster: string): number;
  /** What tells each of these events from the others; at most `mostEvents`. */
  identities(cluster: string): readonly string[];
  importFiles(cluster: string, files: readonly string[]): Imported;
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

/** Starts a server on an empty folder, with a certificate of its own; it may call this machine. */
export async function startWhodunit(run: string): Promise<Whodunit> {
  const folder = path.join(run, 'server');
  const address = `127.0.0.1:${await freePort()}`;
  const url = `https://${address}`;
  mkdirSync(folder);
  const { ca, key } = makeCertificate(folder);
  const serve = ['serve', '--listen', address, '--data', path.join(folder, 'data'), '--tls-cert', ca, '--tls-key', key];
  const env = { WHODUNIT_ADMIN_TOKEN: adminToken, WHODUNIT_ALLOW_PRIVATE_DESTINATIONS: '127.0.0.0/8' };
  const launch = (): Running =>
    start('whodunit', process.execPath, [bundle, ...serve], { log: path.join(folder, 'server.log'), cwd: root, env });
  const certificate = readFileSync(ca, 'utf8');
  const ask = (route: string, method?: string, body?: unknown): Promise<string> =>
    httpsCall({ url: `${url}${route}`, token: adminToken, ca: certificate, ...(method ? { method, body } : {}) });
  const ready = async (): Promise<void> => {
    await until('whodunit', 60, async () => ask('/readyz').then(() => true));
  };
  const at = { url, ca };
  let server = launch();
  await ready().catch(async (error: unknown) => {
    await stop(server, 0);
    throw error;
  });
  const query = (cluster: string, limit: number, format: string): string => {
    const range = ['--from', '-7d', '--to', '+1h', '--cluster', cluster];
    return cli(['query', '*', ...range, '--limit', String(limit), '--format', format], at);
  };
  const drained = async (): Promise<true | undefined> => {
    const pending = /^whodunit_journal_pending_events(?:\{[^}]*\})? (\S+)$/m.exec(await ask('/metrics'));
    return Number(pending?.[1]) === 0 ? true : undefined;
  };
  return {
    url,
    ca,
    addCluster: (name) => {
      const added = members(cli(['cluster', 'add', name, '--json'], at));
      return { name, webhookUrl: textOf(added, 'webhookUrl'), ingestToken: textOf(added, 'ingestToken') };
    },
    call: async (method, route, body) => members(await ask(route, method, body)),
    killEngine: async () => {
      for (const pid of childrenOf(server.pid)) process.kill(pid, 'SIGKILL');
      await ready();
    },
    kill: async () => {
      server.kill('SIGKILL');
      await server.ended;
    },
    start: async () => {
      server = launch();
      await ready();
    },
    settled: async (seconds) => {
      await until('an empty journal', seconds, drained);
      await sleep(3000);
      await until('an empty journal', seconds, drained);
    },
    total: (cluster) => numberOf(members(query(cluster, 1, 'json')), 'total'),
    identities: (cluster) => {
      const lines = query(cluster, mostEvents, 'ndjson').trimEnd();
      return lines === '' ? [] : lines.split('\n').map(identityOf);
    },
    importFiles: (cluster, files) => readImported(cli(['import', '--cluster', cluster, '--json', ...files], at)),
    stop: () => stop(server, 20_000),
  };
}

function makeCertificate(folder: string): { readonly ca: string; readonly key: string } {
  const ca = path.join(folder, 'cert.pem');
  const key = path.join(folder, 'key.pem');
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:TRUE'];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', ca];
  execFileSync('openssl', [...request, '-subj', '/CN=whodunit', ...names], { stdio: 'ignore' });
  return { ca, key };
}

/** The processes that a process has started: of the server, its engine. */
function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(Number);
}

function readImported(text: string): Imported {
  const found = members(text);
  return {
    read: numberOf(found, 'read'),
    stored: numberOf(found, 'stored'),
    duplicates: numberOf(found, 'duplicates'),
    completed: numberOf(found, 'completed'),
    rejected: numberOf(found, 'rejected'),
  };
}
