import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from '../platform/index.ts';

export interface StatusServerOptions {
  readonly address: { readonly host: string; readonly port: number };
  readonly registry: Registry;
  /** Why the agent does not work, whoever waits for it; undefined where it does. */
  readonly whyStuck: () => string | undefined;
  /** Why nothing gets through just now. */
  readonly whyNotReady: () => string | undefined;
}

export interface StatusServer {
  /** The address in use, as `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Answers who looks after the agent: `/metrics`; `/healthz`, 503 where a restart may help; `/readyz`, 503 with the reason while the server is
 * away or refuses, or there is no log yet. Rejects where the address is taken.
 */
export async function startStatusServer(options: StatusServerOptions): Promise<StatusServer> {
  const { address, registry } = options;
  const server = createServer((request, response) => {
    const answer = (status: number, text: string, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' });
      response.end(request.method === 'HEAD' ? undefined : text);
    };
    const answerState = (reason: string | undefined): void =>
      answer(reason === undefined ? 200 : 503, `${reason ?? 'ok'}\n`);
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'GET alone\n');
    const path = URL.parse(request.url ?? '', 'http://agent')?.pathname;
    if (path === '/healthz') return answerState(options.whyStuck());
    if (path === '/readyz') return answerState(options.whyNotReady());
    if (path !== '/metrics') return answer(404, 'there is nothing here but /healthz, /readyz and /metrics\n');
    registry.metrics().then(
      (text) => answer(200, text, registry.contentType),
      () => answer(500, 'the metrics cannot be read\n'),
    );
  });
  // Nobody keeps a connection without asking for something.
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  const { address: host, port } = server.address() as AddressInfo;
  return {
    address: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
