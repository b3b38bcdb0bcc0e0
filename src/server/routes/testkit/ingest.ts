// A server with a cluster, and what is sent to it.
import { expect } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../../app/testkit.ts';

export interface IngestServer {
  readonly server: TestServer;
  /** The ingest token of the cluster `prod`. */
  readonly token: string;
  /** Sends a body to `prod`. */
  send(body: string | Uint8Array, query?: string, headers?: Record<string, string>): Promise<Answer>;
  search(
    query: string,
    from: string | number,
    limit: number,
  ): Promise<{ readonly events: readonly { readonly auditID: string }[]; readonly total: number }>;
  /** The audit ids of the events that a search finds, of the last hour unless told otherwise. */
  find(query: string, from?: string | number): Promise<string[]>;
  /** Holds the server to be up, with the engine that it started with; gives its metrics. */
  expectUp(): Promise<string>;
}

/** An event of now, with members of its own before those that every event has. */
export function event(id: string, more = ''): string {
  const time = new Date().toISOString().replace('Z', '000Z');
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1",${more}"auditID":${JSON.stringify(id)},"stage":"ResponseComplete","requestURI":"/api","verb":"get","user":{"username":"u"},"requestReceivedTimestamp":"${time}","stageTimestamp":"${time}"}`;
}

export async function startIngestServer(): Promise<IngestServer> {
  const server = await startTestServer();
  const token = await server.addCluster('prod');

  const search: IngestServer['search'] = async (query, from, limit) => {
    const asked = JSON.stringify({ query, from, to: Date.now() / 1000 + 3600, limit });
    const { status, body } = await server.call('POST', '/api/v1/query', asked, { 'content-type': 'application/json' });
    expect({ status, body: status === 200 ? '' : body }).toEqual({ status: 200, body: '' });
    return body as { readonly events: readonly { readonly auditID: string }[]; readonly total: number };
  };

  return {
    server,
    token,
    send: (body, query = '', headers = {}) =>
      server.call('POST', `/ingest/v1/clusters/prod/audit${query}`, body, {
        authorization: `Bearer ${token}`,
        ...headers,
      }),
    search,
    find: async (query, from = '-1h') => (await search(query, from, 1000)).events.map(({ auditID }) => auditID),
    async expectUp() {
      expect((await server.call('GET', '/healthz')).status).toBe(200);
      expect((await server.call('GET', '/readyz')).status).toBe(200);
      const metrics = String((await server.call('GET', '/metrics')).body);
      expect(metrics).toMatch(/^whodunit_journal_pending_events \d+$/m);
      expect(metrics).toMatch(/^whodunit_engine_restarts_total 0$/m);
      return metrics;
    },
  };
}
