import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { type RunningServer, startServer } from './running-server.ts';

const event = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Request',
  auditID: '6f1c7a30-2a30-4f5e-9a55-0a8a3c1f4d11',
  stage: 'ResponseStarted',
  requestURI: '/api/v1/namespaces/shop/pods/web-0/exec?command=sh',
  verb: 'create',
  user: { username: 'ann' },
  sourceIPs: ['203.0.113.9'],
  objectRef: { resource: 'pods', namespace: 'shop', name: 'web-0', apiVersion: 'v1', subresource: 'exec' },
  responseStatus: { code: 101 },
  requestReceivedTimestamp: '2026-11-20T18:05:41.000000Z',
  stageTimestamp: '2026-11-20T18:05:41.200000Z',
};
const rule = `kind: AlertRule
name: opened-a-shell
query: 'objectRef.subresource: exec and stage: ResponseStarted | select auditID as "Event ID", "user.username" as user'
immediate: true
condition: 'Event =~ ".*"'
groupBy: ["Event ID"]
severity: high
annotations: {title: "exec by \${user}"}
channels: [oncall]
tests:
  - name: an exec
    events: [${JSON.stringify(event)}]
    expect: [{labels: {Event ID: ${event.auditID}}, severity: high, annotations: {title: exec by ann}}]
  - name: a get
    events: [${JSON.stringify({ ...event, verb: 'get', objectRef: { resource: 'pods' } })}]
    expect: []
---
kind: Channel
name: oncall
type: dingtalk
url: http://127.0.0.1:9000/robot/send?access_token=t
secret: SEC000
`;

let folder = '';
let server: RunningServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'alerts-'));
  await writeFile(file('rule.yaml'), rule);
  await writeFile(file('event.json'), JSON.stringify(event));
  server = await startServer();
  await server.cli('cluster', 'add', 'shop');
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function file(name: string): string {
  return path.join(folder, name);
}

interface Called {
  readonly status: number | null;
  readonly answer: unknown;
  readonly stderr: string;
}

async function call(...args: readonly string[]): Promise<Called> {
  const { status, stdout, stderr } = await server.cli(...args, '--json');
  return { status, stderr, answer: stdout === '' ? undefined : JSON.parse(stdout) };
}

function alert(...args: readonly string[]): Promise<Called> {
  return call('alert', ...args);
}

test('rules run their own tests without a server, and a test that fails fails the command', async () => {
  const passed = await runCli(['alert', 'test', file('rule.yaml')]);
  expect(passed).toMatchObject({ status: 0 });
  expect(JSON.parse(passed.stdout)).toMatchObject({ passed: 2, failed: 0 });
  await writeFile(file('failing.yaml'), rule.replace('exec by ann', 'exec by bob'));
  const failed = await runCli(['alert', 'test', file('failing.yaml'), '--no-json']);
  expect(failed).toMatchObject({ status: 1 });
  expect(failed.stdout).toContain('FAILED  opened-a-shell: an exec');
  await writeFile(file('wrong.yaml'), rule.replace('severity: high', 'severty: high'));
  const wrong = await runCli(['alert', 'test', file('wrong.yaml')]);
  expect(wrong).toMatchObject({ status: 1 });
  expect(wrong.stderr).toContain(`${file('wrong.yaml')}:7:1: error: `);
  expect(wrong.stderr).toContain('did you mean severity?');
});

test('a rule of a file is applied, and tells of an event once', async () => {
  expect(await call('channel', 'apply', file('rule.yaml'))).toMatchObject({ status: 0 });
  const applied = await alert('apply', file('rule.yaml'));
  expect(applied).toMatchObject({ status: 0, answer: { items: [{ name: 'opened-a-shell', enabled: true }] } });
  // The name of the column is cut short, as in examples of others: it is said which is meant.
  expect(applied.stderr).toContain(`${file('rule.yaml')}:5:13: warning: `);
  for (let time = 0; time < 2; time += 1) {
    const imported = await server.cli('import', '--cluster', 'shop', file('event.json'));
    expect(imported.status).toBe(0);
  }
  const told = async () => (await alert('history', '--rule', 'opened-a-shell')).answer;
  await expect.poll(told, { timeout: 60_000, interval: 500 }).toMatchObject({
    items: [
      {
        status: 'firing',
        severity: 'high',
        labels: { 'Event ID': event.auditID },
        annotations: { en: { title: 'exec by ann' } },
      },
    ],
  });
  await sleep(3000);
  expect(await told()).toMatchObject({ items: [{}] });
  expect(((await told()) as { items: unknown[] }).items).toHaveLength(1);
});

test('a message of the centre is listed, read, acknowledged, assigned and commented', async () => {
  const { answer } = await call('inbox', 'list', '--unread', '--severity', 'high');
  const { items } = answer as { items: readonly { readonly id: number; readonly title: string }[] };
  const item = items.find(({ title }) => title === 'exec by ann');
  expect(item).toMatchObject({ state: 'open', assignee: null, read: false });
  const id = String(item?.id);
  expect(await call('inbox', 'acknowledge', id)).toMatchObject({ status: 0, answer: { state: 'acknowledged' } });
  const again = await call('inbox', 'acknowledge', id);
  expect(again).toMatchObject({ status: 1, stderr: `error: cannot acknowledge message "${id}": it is acknowledged\n` });
  expect(await call('inbox', 'assign', id, 'ann')).toMatchObject({ status: 0, answer: { assignee: 'ann' } });
  expect(await call('inbox', 'comment', id, 'it was \u001B[31mme')).toMatchObject({ status: 0 });
  const shown = await server.cli('inbox', 'show', id, '--no-json');
  expect(shown.stdout).toMatch(/^exec by ann\n/);
  expect(shown.stdout).toMatch(/^Assignee +ann$/m);
  expect(shown.stdout).toMatch(/it was .\[31mme\n$/);
  expect(shown.stdout).not.toContain('\u001B');
  expect(await call('inbox', 'assign', id, '--nobody')).toMatchObject({ status: 0, answer: { assignee: null } });
  expect(await call('inbox', 'read', id)).toMatchObject({ status: 0 });
  expect(await call('inbox', 'list', '--unread', '--state', 'acknowledged')).toMatchObject({ answer: { items: [] } });
  expect(await call('inbox', 'read', '--all')).toMatchObject({ status: 0 });
  const listed = await server.cli('inbox', 'list', '--no-json');
  expect(listed.stdout).toMatch(/^ .* high +acknowledged +- +exec by ann$/m);
  const statuses = async (...args: readonly string[]) => (await call('inbox', ...args)).status;
  expect(await statuses('show', '999999')).toBe(1);
  expect(await statuses('assign', id)).toBe(2);
  expect(await statuses('read')).toBe(2);
  expect(await statuses('read', id, '--all')).toBe(2);
  expect(await statuses('show', 'latest')).toBe(2);
});

test('what could not be delivered is listed with its tries, and sent again', async () => {
  // Private addresses are not called unless the operator allows it.
  const dead = async () =>
    (await call('delivery', 'list', '--channel', 'oncall', '--state', 'dead')).answer as {
      readonly items: readonly { readonly id: number; readonly attempts: number }[];
    };
  await expect.poll(dead, { timeout: 30_000, interval: 500 }).toMatchObject({ items: [{ title: 'exec by ann' }] });
  const id = String((await dead()).items[0]?.id);
  const tries = async () =>
    ((await call('delivery', 'show', id)).answer as { readonly tries: readonly unknown[] }).tries;
  expect(await tries()).toMatchObject([{ outcome: 'failed' }]);
  expect(await call('delivery', 'resend', id)).toMatchObject({ status: 0 });
  await expect.poll(tries, { timeout: 30_000, interval: 500 }).toHaveLength(2);
  const shown = await server.cli('delivery', 'show', id, '--no-json');
  expect(shown.stdout).toMatch(/^exec by ann\nfor channel oncall: dead\nkey /);
  expect(await call('delivery', 'resend', '999999')).toMatchObject({ status: 1 });
});

test('a rule is shown as it was written, with its evaluations', async () => {
  const shown = await server.cli('alert', 'show', 'opened-a-shell', '--no-json');
  expect(`${shown.stdout.trimEnd()}\n`).toBe(rule.slice(0, rule.indexOf('---')));
  expect(await alert('runs', 'opened-a-shell', '--outcome', 'fired')).toMatchObject({
    status: 0,
    answer: { items: [{ outcome: 'fired', fired: 1 }] },
  });
  expect(await alert('show', 'no-such-rule')).toMatchObject({ status: 1 });
});

test('a policy is applied, listed, shown and deleted', async () => {
  await writeFile(file('policy.yaml'), 'kind: AlertPolicy\nname: night\nroutes: [{channels: [oncall]}]\n');
  expect(await alert('apply', file('policy.yaml'))).toMatchObject({ status: 0, answer: { policies: ['night'] } });
  const table = await server.cli('alert', 'policy', 'list', '--no-json');
  expect(table.stdout).toMatch(/^night +oncall /m);
  const shown = await server.cli('alert', 'policy', 'show', 'night', '--no-json');
  expect(shown.stdout).toContain('kind: AlertPolicy\nname: night\n');
  await writeFile(file('policy.yaml'), shown.stdout);
  expect(await alert('apply', file('policy.yaml'))).toMatchObject({ status: 0 });
  expect(await alert('policy', 'delete', 'night')).toMatchObject({ status: 0 });
  expect(await alert('policy', 'delete', 'night')).toMatchObject({ status: 1 });
  expect(await alert('policy', 'show', '..')).toMatchObject({ status: 1 });
});

test('rules are listed, those that come with the product too, and switched', async () => {
  const { answer } = await alert('list');
  const { items } = answer as {
    items: readonly { readonly name: string; readonly enabled: boolean; readonly origin: string }[];
  };
  expect(items).toContainEqual(expect.objectContaining({ name: 'opened-a-shell', enabled: true, origin: 'own' }));
  const [one, two] = items.filter(({ origin }) => origin === 'built-in').map(({ name }) => name);
  expect(await alert('enable', one ?? '', two ?? '')).toMatchObject({
    answer: { items: [{ enabled: true }, { enabled: true }] },
  });
  expect(await alert('disable', one ?? '')).toMatchObject({ answer: { items: [{ name: one, enabled: false }] } });
  expect(await alert('enable', 'no-such-rule')).toMatchObject({ status: 1 });
  // That a channel fails is an alert as well.
  expect(await alert('active', '--rule', 'opened-a-shell')).toMatchObject({ status: 0, answer: { items: [] } });
  const table = await server.cli('alert', 'list', '--no-json');
  expect(table.stdout).toMatch(/opened-a-shell\s+yes/);
});

test('a rule is replayed over stored events, and deleted', async () => {
  const range = ['--from', '2026-11-20T18:00:00Z', '--to', '2026-11-20T19:00:00Z'];
  expect(await alert('test', file('rule.yaml'), ...range)).toMatchObject({
    status: 0,
    answer: { replays: [{ rule: 'opened-a-shell', causes: [{ labels: { 'Event ID': event.auditID } }] }] },
  });
  expect(await alert('delete', 'opened-a-shell')).toMatchObject({ status: 0 });
  expect(await alert('delete', 'opened-a-shell')).toMatchObject({ status: 1 });
});

test('what is wrong with a file is told with its place, and nothing is kept', async () => {
  await writeFile(file('wrong.yaml'), rule.replace('select auditID', 'select audit_id'));
  const { status, stderr } = await alert('apply', file('wrong.yaml'));
  expect(status).toBe(1);
  expect(stderr).toMatch(/wrong\.yaml:3:\d+: error: /);
  expect(await runCli(['alert', 'list', '--server', 'http://127.0.0.1:9'])).toMatchObject({ status: 3 });
});
