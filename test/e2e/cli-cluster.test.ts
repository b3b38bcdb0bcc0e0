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
  expect(list.stdout).toMatch(/^NAME +PROJECT +RETENTION +STATUS +LAST EVENT +ID\nsmall +default +30d +enabled/);
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
