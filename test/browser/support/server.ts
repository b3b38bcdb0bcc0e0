// The built server on a fresh data directory, with the recorded events of two clusters in it.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { choosePassword } from './choose-password.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const bundle = path.join(root, 'dist', 'cli.js');
const adminToken = 'token-of-the-browser-test';
const chosenPassword = 'chosen for the browser test';
const startMillis = 180_000;

export interface TestServer {
  readonly url: string;
  /** The password of the first user, `admin`, who has chosen it. */
  readonly password: string;
  /** Adds an administrator, and gives the password that was made for them. */
  addUser(name: string): Promise<string>;
  /** Sends a body to a cluster and waits until it can be searched. */
  ingest(cluster: string, body: string | Uint8Array, encoding?: 'gzip'): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** It has a certificate of its own, which this process trusts from then on. */
  readonly tls?: boolean;
  /** It may call servers on this machine. */
  readonly callsThisMachine?: boolean;
  /** It is the demo, whose cluster and history it has, and no others. */
  readonly isDemo?: boolean;
}

/** Starts the server, adds the clusters `prod-eu` and `edge`, and fills them from test/fixtures/recorded; or starts the demo. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const { tls = false, callsThisMachine = false, isDemo = false } = options;
  if (!existsSync(bundle)) throw new Error('dist/cli.js is not there: run "npm run build" first');
  const data = mkdtempSync(path.join(tmpdir(), 'whodunit-browser-'));
  // The demo has a directory of its own.
  const command = isDemo ? ['demo'] : ['serve', '--data', data, ...(tls ? ['--tls', 'self-signed'] : [])];
  const child = spawn(process.execPath, [bundle, ...command, '--listen', '127.0.0.1:0'], {
    cwd: root,
    env: {
      ...process.env,
      WHODUNIT_ADMIN_TOKEN: adminToken,
      ...(callsThisMachine ? { WHODUNIT_ALLOW_PRIVATE_DESTINATIONS: '127.0.0.0/8' } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const url = await find(child, output, /(https?:\/\/127\.0\.0\.1:[1-9]\d*)/);
  const first = await find(child, output, /password +(\S+)/i);
  if (tls) trust(readFileSync(path.join(data, 'tls', 'ca.crt'), 'utf8'));
  await ready(url);
  await choosePassword(url, { name: 'admin', current: first, next: chosenPassword });
  const server: TestServer = {
    url,
    password: chosenPassword,
    addUser: async (name) => {
      const added: unknown = await (await post(url, '/api/v1/users', JSON.stringify({ name, role: 'admin' }))).json();
      return String((added as { readonly password?: unknown }).password);
    },
    ingest: (cluster, body, encoding) => ingest(url, cluster, body, encoding),
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(data, { recursive: true, force: true });
    },
  };
  if (!isDemo) await fill(server);
  return server;
}

/** Takes certificates of an authority besides those of others. */
function trust(authority: string): void {
  setDefaultCACertificates([...getCACertificates('default'), authority]);
}

async function fill(server: TestServer): Promise<void> {
  const recorded = path.join(root, 'test', 'fixtures', 'recorded');
  const read = (...parts: readonly string[]): Buffer => readFileSync(path.join(recorded, ...parts));
  for (const name of ['prod-eu', 'edge']) await post(server.url, '/api/v1/clusters', JSON.stringify({ name }));
  await server.ingest('prod-eu', read('ack-v1', 'kubernetes.audit'));
  await server.ingest('prod-eu', read('ack-v1', 'kubernetes-2026-11-20T18-06-33.126.audit.gz'), 'gzip');
  await server.ingest('edge', read('modern-v1.36', 'kubernetes.audit'));
}

async function ingest(url: string, cluster: string, body: string | Uint8Array, encoding?: 'gzip'): Promise<void> {
  await post(url, `/ingest/v1/clusters/${cluster}/audit?wait=stored`, body, encoding);
}

async function post(url: string, route: string, body: string | Uint8Array, encoding?: 'gzip'): Promise<Response> {
  const response = await fetch(url + route, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${adminToken}`,
      'content-type': 'application/json',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
    body: typeof body === 'string' ? body : Buffer.from(body),
  });
  if (!response.ok) throw new Error(`cannot post to ${route}: ${response.status} ${await response.text()}`);
  return response;
}

function collect(child: ChildProcess): { text: string } {
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output.text += chunk.toString('utf8');
    });
  return output;
}

async function find(child: ChildProcess, output: { readonly text: string }, wanted: RegExp): Promise<string> {
  const end = Date.now() + startMillis;
  while (Date.now() < end && child.exitCode === null) {
    const found = wanted.exec(output.text)?.[1];
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server did not say ${String(wanted)}:\n${output.text}`);
}

async function ready(url: string): Promise<void> {
  const end = Date.now() + startMillis;
  while (Date.now() < end) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not become ready');
}
