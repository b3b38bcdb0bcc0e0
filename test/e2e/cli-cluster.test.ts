import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { adminToken, type RunningServer, startServer } from './running-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function json(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr, status } = await server.cli(...args);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

test('a cluster from its first day to its last', async () => {
  const added = await json('cluster', 'add', 'prod-eu', '--project', 'europe', '--retention-days', '90');
  expect(Object.keys(added)).toEqual([
    'name',
    'id',
    'project',
    'logstore',
    'kind',
    'retentionDays',
    'ingestToken',
    'webhookUrl',
  ]);
  expect(added).toMatchObject({ name: 'prod-eu', project: 'europe', retentionDays: 90 });
  expect(added['logstore']).toBe(`audit-${String(added['id'])}`);
  expect(await json('cluster', 'list')).toMatchObject({ items: [{ name: 'prod-eu', status: 'enabled' }] });
  expect(await json('cluster', 'disable', 'prod-eu')).toMatchObject({ status: 'disabled' });
  expect(await json('cluster', 'enable', 'prod-eu')).toMatchObject({ status: 'enabled' });
  expect(await json('cluster', 'move', 'prod-eu', '--project', 'world')).toMatchObject({ project: 'world' });
  expect(await json('cluster', 'set', 'prod-eu', '--retention-days', '365')).toMatchObject({ retentionDays: 365 });
  const unsure = await server.cli('cluster', 'delete', 'prod-eu');
  expect(unsure.status).toBe(2);
  expect(unsure.stderr).toContain('--yes');
  expect(await json('cluster', 'list')).toMatchObject({ items: [{ name: 'prod-eu' }] });
  expect(await json('cluster', 'delete', 'prod-eu', '--yes')).toEqual({ deleted: 'prod-eu' });
  expect(await json('cluster', 'list')).toEqual({ items: [] });
});

test('text for people', async () => {
  const added = await server.cli('cluster', 'add', 'small', '--no-json');
  expect(added.stdout).toMatch(/^added cluster small to project default, events kept for 30 days\n/);
  expect(added.stdout).toContain('shown this once');
  const list = await server.cli('cluster', 'list', '--no-json');
  expect(list.stdout).toMatch(
    /^NAME +PROJECT +KIND +RETENTION +STATUS +LAST EVENT +ID\nsmall +default +self-managed +30d +enabled/,
  );
});

test('a kind of cluster brings its retention, and is changed without it', async () => {
  expect(await json('cluster', 'add', 'own-masters', '--kind', 'dedicated')).toMatchObject({
    kind: 'dedicated',
    retentionDays: 365,
  });
  expect(await json('cluster', 'add', 'joined', '--kind', 'registered')).toMatchObject({ retentionDays: 30 });
  expect(await json('cluster', 'set', 'own-masters', '--kind', 'managed')).toMatchObject({
    kind: 'managed',
    retentionDays: 365,
  });
});

test('a legal hold is placed, keeps its cluster from being deleted, and is lifted', async () => {
  await json('cluster', 'add', 'held');
  const hold = await json('cluster', 'hold', 'held', '--reason', 'case 7', '--to', '2027-01-01');
  expect(hold).toMatchObject({ reason: 'case 7', from: null, to: '2027-01-01T00:00:00.000Z', placedBy: 'local-admin' });
  const refused = await server.cli('cluster', 'delete', 'held', '--yes');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('it is under legal hold (case 7)');
  const list = await server.cli('cluster', 'holds', 'held', '--no-json');
  expect(list.stdout).toMatch(
    /^ID +EVENTS +PLACED +BY +REASON\n\w+ +before 2027-01-01T00:00:00.000Z +\S+ +local-admin +case 7\n/,
  );
  expect((await server.cli('cluster', 'list', '--no-json')).stdout).toMatch(/held +default +self-managed +30d, held/);
  expect(await json('cluster', 'release', 'held', String(hold['id']))).toMatchObject({ reason: 'case 7' });
  expect(await json('cluster', 'holds', 'held')).toEqual({ items: [] });
  expect(await json('cluster', 'delete', 'held', '--yes')).toEqual({ deleted: 'held' });
});

test('metrics of API servers are read where they are set, with a token that is never given back', async () => {
  await json('cluster', 'add', 'counted');
  const url = 'https://192.0.2.1:6443/metrics';
  const set = ['cluster', 'metrics', 'set', 'counted', 'cp-1', '--url', url, '--metrics-token', '-'];
  const kept = await server.cliWithInput('very-secret\n', ...set, '--no-json');
  expect(kept.stdout).toBe(`reading ${url} as cp-1 of cluster counted\n`);
  const list = await json('cluster', 'metrics', 'list', 'counted');
  expect(list).toMatchObject({ items: [{ name: 'cp-1', url, hasToken: true, hasCa: false, lastDay: null }] });
  expect(JSON.stringify(list)).not.toContain('very-secret');
  const text = await server.cli('cluster', 'metrics', 'list', 'counted', '--no-json');
  expect(text.stdout).toMatch(/^SOURCE +URL +TOKEN +LAST READ +COUNTED +LOST +REFUSED +STATE\ncp-1 +\S+ +sealed +- /);
  const wrong = await server.cli('cluster', 'metrics', 'set', 'counted', 'cp-2', '--url', 'file:///etc/passwd');
  expect(wrong.status).toBe(1);
  expect(await json('cluster', 'metrics', 'delete', 'counted', 'cp-1')).toEqual({ deleted: 'cp-1' });
  expect((await server.cli('cluster', 'metrics', 'delete', 'counted', 'cp-1')).status).toBe(1);
  const shown = await server.cli('cluster', 'show', 'counted', '--no-json');
  expect(shown.stdout).toContain('complete: unknown: no metrics of API servers are read, and no agent reports\n');
});

test('quotas are set, told with what is used, reached and raised', async () => {
  const unlimited = { clusters: null, logstores: null, dashboards: null, bytesPerDay: null };
  expect(await json('project', 'set', 'team', '--clusters', '1', '--bytes-per-day', '50GiB')).toMatchObject({
    quota: { ...unlimited, clusters: 1, bytesPerDay: 50 * 2 ** 30 },
  });
  await json('cluster', 'add', 'team-a', '--project', 'team');
  const refused = await server.cli('cluster', 'add', 'team-b', '--project', 'team');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toBe(
    'error: cannot add cluster "team-b": make sure that the quota of project "team" is sufficient (clusters: 1 of 1 used, 1 more needed)\n',
  );
  const set = await server.cli('project', 'set', 'team', '--clusters', 'unlimited', '--dashboards', '0', '--no-json');
  expect(set.stdout).toBe(
    'project team\n  clusters        1\n  logstores       1\n  dashboards      0 of 0\n  received today  0 bytes of 50 GiB\n',
  );
  await json('cluster', 'add', 'team-b', '--project', 'team');
  const list = await server.cli('project', 'list', '--no-json');
  expect(list.stdout).toMatch(/NAME +CLUSTERS +LOGSTORES +DASHBOARDS +RECEIVED TODAY\n/);
  expect(list.stdout).toMatch(/\nteam +2 +2 +0 of 0 +0 bytes of 50 GiB\n/);
  const { used } = await json('project', 'limit', 'unlimited');
  expect(await json('project', 'limit', String(used))).toEqual({ used, quota: used });
  expect((await server.cli('cluster', 'move', 'team-b', '--project', 'brand-new')).stderr).toContain('projects: ');
  await json('project', 'limit', 'unlimited');
  expect((await server.cli('project', 'delete', 'team')).status).toBe(1);
  await json('project', 'set', 'empty', '--clusters', '3');
  expect(await json('project', 'delete', 'empty')).toEqual({ deleted: 'empty' });
});

test('what events take is told by cluster, and by day', async () => {
  await json('cluster', 'add', 'measured');
  const event = JSON.stringify({
    kind: 'Event',
    auditID: 'm',
    stage: 'ResponseComplete',
    verb: 'get',
    stageTimestamp: new Date().toISOString(),
  });
  const headers = { authorization: `Bearer ${adminToken}` };
  const target = `${server.url}/ingest/v1/clusters/measured/audit?wait=stored`;
  expect((await fetch(target, { method: 'POST', body: event, headers })).status).toBe(200);
  const { items, server: all } = await json('cluster', 'storage');
  expect(items).toContainEqual(expect.objectContaining({ cluster: 'measured', events: 1, forecast: null }));
  expect(all).toMatchObject({ freeBytes: expect.any(Number), bytes: expect.any(Number) });
  const text = await server.cli('cluster', 'storage', '--no-json');
  expect(text.stdout).toMatch(/^CLUSTER +TOTAL +COLUMNS +INDEXES +RAW +EVENTS +A DAY +IN 30 DAYS +AT RETENTION\n/);
  expect(text.stdout).toMatch(/\nfree on disk: [\d.]+ [KMGTP]iB, /);
  const days = await server.cli('cluster', 'storage', 'measured', '--no-json');
  expect(days.stdout).toMatch(/^RECEIVED ON .*\n\d{4}-\d\d-\d\d .* 1\n\(all\) .* 1\na usual day \?, in 30 days \?/);
});

test('a name that cannot be is refused in words for people', async () => {
  const refused = await server.cli('cluster', 'add', 'a b');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/^error: name: expected letters, digits and /);
});

test('the ingest token and the webhook URL are the ones that work', async () => {
  const { ingestToken, webhookUrl } = await json('cluster', 'add', 'hooked');
  const byUrl = await fetch(String(webhookUrl), { method: 'POST', body: '[]' });
  expect(await byUrl.json()).toEqual({ received: 0, rejected: 0 });
  const headers = { authorization: `Bearer ${String(ingestToken)}` };
  const byToken = await fetch(`${server.url}/ingest/v1/clusters/hooked/audit`, { method: 'POST', body: '[]', headers });
  expect(byToken.status).toBe(200);
});

test('the setup of a cluster is a script that says what it does, and leads to its first event', async () => {
  await json('cluster', 'add', 'new-one');
  const { stdout, status } = await server.cli('cluster', 'setup', 'new-one', '--for', 'k3s', '--no-json');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^# Cluster new-one, k3s, webhook, policy ack: events go to http:/);
  expect(stdout).toContain('\n# 2. Restart kube-apiserver, on each control-plane node\n');
  expect(stdout).toContain('/ingest/v1/token/INGEST_TOKEN/audit');
  const setup = await json('cluster', 'setup', 'new-one', '--for', 'self-managed', '--issue-token');
  const [, url = ''] = /server: \\"([^"]+)\\"/.exec(JSON.stringify(setup)) ?? [];
  expect(url).toMatch(/\/ingest\/v1\/token\/wdingest_[\w-]+\/audit$/);
  const wrong = `${server.url}/ingest/v1/clusters/new-one/audit`;
  expect((await fetch(wrong, { method: 'POST', body: '[]' })).status).toBe(401);
  const waiting = server.cli('cluster', 'setup', 'new-one', '--for', 'k3s', '--wait');
  const event = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', auditID: 'first', stage: 'ResponseComplete' };
  expect((await fetch(url, { method: 'POST', body: JSON.stringify(event) })).status).toBe(200);
  const { stderr } = await waiting;
  expect(stderr).toContain('refused from 127.0.0.1: no token or certificate was shown');
  expect(stderr).toContain('the first event is there: cluster new-one has 1');
});

describe('what cannot be done', () => {
  test.each([
    [['cluster', 'add', 'bad name!'], 1],
    [['cluster', 'add', 'x', '--retention-days', '0'], 2],
    [['cluster', 'add', 'x', '--retention-days', '9999999'], 1],
    [['cluster', 'add'], 2],
    [['cluster', 'nonsense'], 2],
    [['cluster', 'disable', 'nobody'], 1],
    [['cluster', 'disable', '..'], 1],
    [['cluster', 'move', 'nobody'], 2],
    [['cluster', 'delete', 'nobody', '--yes'], 1],
    [['cluster', 'add', 'x', '--kind', 'other'], 2],
    [['cluster', 'set', 'x'], 2],
    [['cluster', 'setup', 'x'], 2],
    [['cluster', 'setup', 'x', '--for', 'windows'], 2],
    [['cluster', 'setup', 'nobody', '--for', 'k3s'], 1],
    [['cluster', 'setup', 'x', '--for', 'k3s', '--issue-token', '--ingest-token', 'y'], 2],
    [['cluster', 'hold', 'nobody', '--reason', 'x'], 1],
    [['cluster', 'hold', 'nobody'], 2],
    [['cluster', 'storage', 'nobody'], 1],
    [['project', 'set', 'x'], 2],
    [['project', 'set', 'x', '--clusters', '-1'], 2],
    [['project', 'set', 'x', '--bytes-per-day', 'much'], 2],
    [['project', 'set', 'a b', '--clusters', '1'], 1],
    [['project', 'set', '..', '--clusters', '1'], 1],
    [['project', 'limit', 'many'], 2],
    [['project', 'delete', 'nobody'], 1],
    [['cluster', 'list', '--token', 'wrong'], 1],
    [['cluster', 'list', '--server', 'http://127.0.0.1:9'], 3],
    [['cluster', 'list', '--server', 'ftp://127.0.0.1'], 2],
    [['cluster', 'list', '--token', 'a b'], 2],
  ])('%j ends with %i', async (args, status) => {
    const ended = await server.cli(...args);
    expect(ended.status).toBe(status);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toMatch(/^(?:error|usage): |error: /i);
    expect(ended.stderr).not.toMatch(/\n +at /);
  });

  test('a name is taken once', async () => {
    await json('cluster', 'add', 'twice');
    const again = await server.cli('cluster', 'add', 'twice');
    expect(again.status).toBe(1);
    expect(again.stderr).toBe('error: cannot add cluster "twice": the name is taken\n');
  });
});

test('who one is: an option, the environment, or the file that serve left', async () => {
  const here = ['--server', server.url];
  const elsewhere = ['--data', '/nonexistent'];
  const list = ['cluster', 'list'];
  const env = { ...process.env, WHODUNIT_TOKEN: adminToken };
  const nobody = await runCli([...here, ...elsewhere, ...list]);
  expect(nobody.status).toBe(1);
  expect(nobody.stderr).toMatch(/give --token, or with --data the folder/);
  expect((await runCli([...here, ...elsewhere, ...list, '--token', adminToken])).status).toBe(0);
  expect((await runCli([...here, ...elsewhere, ...list], { env })).status).toBe(0);
  expect((await runCli([...here, '--data', server.data, ...list])).status).toBe(0);
  const byEnvironment = { ...process.env, WHODUNIT_DATA: server.data, WHODUNIT_SERVER: server.url };
  expect((await runCli(list, { env: byEnvironment })).status).toBe(0);
});

test('a self-signed server is trusted by the authority that it left, or by --ca', async () => {
  const secure = await startServer('--tls', 'self-signed');
  try {
    expect((await secure.cli('cluster', 'list')).status).toBe(0);
    const stranger = ['--server', secure.url, '--data', '/nonexistent', '--token', adminToken, 'cluster', 'list'];
    const refused = await runCli(stranger);
    expect(refused.status).toBe(3);
    expect(refused.stderr).toContain('--ca FILE');
    expect((await runCli([...stranger, '--ca', `${secure.data}/tls/ca.crt`])).status).toBe(0);
    expect((await runCli([...stranger, '--ca', '/nonexistent'])).status).toBe(3);
    const plain = await runCli([...stranger, '--server', secure.url.replace('https:', 'http:')]);
    expect(plain.status).toBe(3);
  } finally {
    await secure.close();
  }
});
