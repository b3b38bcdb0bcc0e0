// A server with projects: clusters in them, callers who are limited to some, and events.
import { type Answer, startTestServer, type TestServer } from '../../../app/testkit.ts';

export type Call = (method: string, target: string, body?: unknown) => Promise<Answer>;

export interface ProjectServer {
  readonly server: TestServer;
  /** Calls as the administrator. */
  readonly admin: Call;
  callWith(token: string): Call;
  /** An API token of somebody who is limited to projects. */
  tokenOf(role: string, projects: readonly string[]): Promise<string>;
  /** Gives the ingest token. */
  addCluster(name: string, project: string): Promise<string>;
  /** Sends lines to a cluster; waits until they are stored unless told otherwise. */
  send(cluster: string, lines: readonly string[], wait?: boolean): Promise<Answer>;
}

const json = { 'content-type': 'application/json' };

export async function startProjectServer(): Promise<ProjectServer> {
  const server = await startTestServer();
  let serial = 0;

  function callWith(token: string): Call {
    return (method, target, body) =>
      server.call(method, target, body === undefined ? undefined : JSON.stringify(body), {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : json),
      });
  }
  const admin = callWith(server.adminToken);

  async function made(target: string, body: object): Promise<Record<string, string>> {
    const answer = await admin('POST', target, body);
    if (answer.status !== 200) throw new Error(`cannot make ${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`);
    return answer.body as Record<string, string>;
  }

  return {
    server,
    admin,
    callWith,
    tokenOf: async (role, projects) => {
      serial += 1;
      return String((await made('/api/v1/api-tokens', { name: `t${serial}`, role, limits: { projects } }))['token']);
    },
    addCluster: async (name, project) => String((await made('/api/v1/clusters', { name, project }))['ingestToken']),
    send: (cluster, lines, wait = true) =>
      server.call('POST', `/ingest/v1/clusters/${cluster}/audit${wait ? '?wait=stored' : ''}`, lines.join('\n')),
  };
}

/** A line of a log, of now. */
export function event(id: string, verb = 'get'): string {
  const time = new Date().toISOString();
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: id,
    stage: 'ResponseComplete',
    verb,
    user: { username: `user-of-${id.split('-')[0]}` },
    objectRef: { resource: 'pods', namespace: 'shop' },
    responseStatus: { code: 200 },
    stageTimestamp: time,
  });
}
