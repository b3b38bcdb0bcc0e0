// A whole server in this process, on a data directory of its own that goes with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServeOptions } from './options.ts';
import { type RunningServer, startServer } from './serve.ts';

export interface Answer {
  readonly status: number;
  /** The document, or the text where it is none. */
  readonly body: unknown;
  readonly headers: Headers;
}

export interface TestServer extends RunningServer {
  /** A call as the administrator, unless `headers` say otherwise. */
  call(method: string, target: string, body?: string | Uint8Array, headers?: Record<string, string>): Promise<Answer>;
  /** Adds a cluster and gives its first ingest token. */
  addCluster(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts a server and resolves when it can ingest and query. */
export async function startTestServer(options: Partial<ServeOptions> = {}): Promise<TestServer> {
  const data = options.data ?? mkdtempSync(path.join(tmpdir(), 'whodunit-server-'));
  const server = await startServer({ listen: { host: '127.0.0.1', port: 0 }, logLevel: 'silent', ...options, data });
  const call: TestServer['call'] = async (method, target, body, headers = {}) => {
    const response = await fetch(`${server.listensAt}${target}`, {
      method,
      headers: { authorization: `Bearer ${server.adminToken}`, ...headers },
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: documentOf(text), headers: response.headers };
  };
  while ((await call('GET', '/readyz')).status !== 200) await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    ...server,
    call,
    async addCluster(name) {
      const { status, body } = await call('POST', '/api/v1/clusters', JSON.stringify({ name }), {
        'content-type': 'application/json',
      });
      if (status !== 200 || !isRecord(body)) throw new Error(`cannot add cluster ${name}: ${JSON.stringify(body)}`);
      return String(body['ingestToken']);
    },
    async close() {
      await server.lifecycle.close();
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function documentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
