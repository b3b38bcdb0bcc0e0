import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { callAs } from './api.ts';
import type { TestServer } from './server.ts';

/** A command in a container: what the rule below is told of. */
function command(auditID: string, time: string): string {
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID,
    stage: 'ResponseStarted',
    verb: 'create',
    requestURI: '/api/v1/namespaces/shop/pods/web-1/exec?command=id&container=web',
    user: { username: 'lena' },
    sourceIPs: ['10.20.0.7'],
    userAgent: 'kubectl/v1.36.3',
    objectRef: { resource: 'pods', namespace: 'shop', name: 'web-1', apiVersion: 'v1', subresource: 'exec' },
    responseStatus: { code: 101 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  });
}

const alerting = `kind: AlertRule
name: commands
displayName: Command in a container
query: 'objectRef.subresource: exec'
immediate: true
severity: high
annotations: { title: '\${user.username} ran \${derived.command}', desc: 'In pod \${objectRef.name}.' }
channels: [oncall]
---
kind: AlertPolicy
name: nights
routes:
  - groupBy: ['@rule']
    channels: [oncall]
`;

const panel = (id: string, chart: string, statement: string) => ({
  id,
  title: { en: `Panel ${id}` },
  counts: 'operations',
  chart,
  statement,
  width: 6,
  height: 3,
});

const dashboard = {
  kind: 'Dashboard',
  id: 'own',
  title: { en: 'Own' },
  variables: [{ name: 'verb', title: { en: 'Verb' }, default: 'get' }],
  sections: [
    {
      panels: [
        panel('all', 'value', '* | select count(*) as n from operations'),
        panel('verbs', 'bar', '* | select verb, count(*) as n from operations group by verb order by n desc'),
      ],
    },
  ],
};

const range = { from: '2026-11-20T18:00:00.000Z', to: '2026-11-20T18:10:00.000Z' };

/** Has the server keep one of everything that a page lists, so that no page is looked at empty. */
export async function keepOneOfEach(page: Page, server: TestServer): Promise<void> {
  const add = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await callAs(page, 'POST', `/api/v1/${path}`, body);
    expect([path, answer.status, answer.body]).toEqual([path, 200, answer.body]);
    return answer.body;
  };
  await add('channels', { name: 'oncall', type: 'webhook', url: 'https://hooks.example/oncall' });
  await add('alerts/silences', {
    matchers: [{ attribute: 'rule', op: '=', values: ['another'] }],
    comment: 'planned work',
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await add('alerts/rules', { yaml: alerting });
  await add('dashboards', { dashboard });
  await add('destinations', { name: 'siem', type: 'webhook', url: 'https://siem.example/hook', filter: 'verb: never' });
  await add('api-tokens', { name: 'ci', role: 'viewer' });
  await add('saved-queries', { name: 'Denied', query: 'responseStatus.code: 403', shared: true });
  await add('clusters/edge/notes', { at: '2026-11-20T18:05:00.000Z', text: 'release 1.4' });
  const kept = (await add('cases', { name: 'staging is gone', summary: 'Who, and how' })) as { readonly id: string };
  await add(`cases/${kept.id}/pins`, { kind: 'search', query: 'user.username: mallory', ...range, note: 'the loop' });
  const at = new Date().toISOString().replace('Z', '000Z');
  await server.ingest('prod-eu', command('of-now', at));
  await add(`cases/${kept.id}/pins`, {
    kind: 'event',
    cluster: 'prod-eu',
    auditId: 'of-now',
    stage: 'ResponseStarted',
    at,
  });
  // What is no JSON becomes a dead letter.
  await server.ingest('edge', `${command('readable', at)}\n{"kind":"Event","auditID":}`);
}
