// A server that takes events while nothing of them can be evaluated, and one that is started over what it took.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startServer } from './serve.ts';
import { startTestServer } from './testkit.ts';

const data = mkdtempSync(path.join(tmpdir(), 'whodunit-missed-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

const json = { 'content-type': 'application/json' };
const rules = `kind: AlertRule
name: at-once
query: 'objectRef.subresource: exec'
immediate: true
---
kind: AlertRule
name: each-second
query: 'objectRef.subresource: exec | select "user.username" as who, count(*) as n group by who'
schedule: {every: 1s}
groupBy: [who]
`;

function exec(index: number): string {
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-00000000000${index}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/shop/pods/web/exec?command=sh',
    verb: 'create',
    user: { username: `user-${index}` },
    objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web' },
    stageTimestamp: new Date().toISOString().replace('Z', '000Z'),
  });
}

/** Nothing listens there: an engine that does not come. Events are taken into the journal all the same. */
async function fillJournal(events: readonly string[]): Promise<void> {
  const clickhouseUrl = 'http://default:secret@127.0.0.1:1';
  const server = await startServer({ listen: { host: '127.0.0.1', port: 0 }, data, logLevel: 'silent', clickhouseUrl });
  const cluster = await server.records.clusters.add({
    name: 'prod',
    project: 'default',
    kind: 'self-managed',
    retentionDays: 30,
  });
  const { text: token } = await server.records.ingestTokens.add(cluster.id);
  const authorization = `Bearer ${server.adminToken}`;
  const body = JSON.stringify({ yaml: rules });
  const applied = await fetch(`${server.url}/api/v1/alerts/rules`, {
    method: 'POST',
    headers: { authorization, ...json },
    body,
  });
  expect(applied.status).toBe(200);
  for (const event of events) {
    const sent = await fetch(`${server.url}/ingest/v1/token/${token}/audit`, { method: 'POST', body: event });
    expect(sent.status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1100));
  }
  await server.lifecycle.close();
}

test('what came into the journal while nothing was evaluated is evaluated by the next server, once', async () => {
  await fillJournal([1, 2, 3].map(exec));
  const server = await startTestServer({ data });
  const told = async (rule: string): Promise<readonly string[]> => {
    const { body } = await server.call('GET', `/api/v1/alerts/history?rule=${rule}&status=firing`);
    const { items } = body as { items: readonly { readonly rows: readonly Readonly<Record<string, string>>[] }[] };
    return items.map(({ rows }) => rows[0]?.['user.username'] ?? rows[0]?.['who'] ?? '').toReversed();
  };
  const users = ['user-1', 'user-2', 'user-3'];
  while ((await told('at-once')).length < 3 || (await told('each-second')).length < 3)
    await new Promise((resolve) => setTimeout(resolve, 100));
  // Some windows later there is nothing more.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect([(await told('at-once')).toSorted(), await told('each-second')]).toEqual([users, users]);
  await server.close();
});
