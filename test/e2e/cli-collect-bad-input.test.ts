// What stands in an agent's way, by the built program against a real server.
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fullEvent, wrapperSamples } from '../../src/formats/testkit/samples.ts';
import { collectTests, events, patience, type RunningAgent } from './collect-tests.ts';
import { startServer } from './running-server.ts';

const tests = collectTests();
const { at, who, addCluster, collectOnce, follow, count, countOf } = tests;

const said = (agent: RunningAgent): string => agent.said.join('\n');

async function end(agent: RunningAgent): Promise<void> {
  agent.child.kill('SIGTERM');
  expect(await once(agent.child, 'exit')).toEqual([0, null]);
}

test('a file of 100 GB, most of it a hole, takes no memory, holds up no other log, and is not begun again', async () => {
  writeFileSync(at('large.log'), events(0, 50));
  const { length } = readFileSync(at('large.log'));
  truncateSync(at('large.log'), 100e9);
  writeFileSync(at('audit.log'), events(50, 100));
  const agent = await follow(...who(), '--path', at('*.log'));
  await expect.poll(count, patience).toBe(100);
  appendFileSync(at('audit.log'), events(100, 150));
  await expect.poll(count, patience).toBe(150);
  const behind = `lag_bytes{path="${at('large.log')}"}`;
  await expect.poll(() => agent.metric(behind), patience).toBeLessThan(100e9 - 1e9);
  expect(await agent.metric(behind)).toBeGreaterThan(1e9);
  expect(await agent.get('/healthz')).toBe('200 ok');
  if (process.platform === 'linux') {
    const status = readFileSync(`/proc/${agent.child.pid}/status`, 'utf8');
    expect(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1])).toBeLessThan(128 * 1024);
  }
  await end(agent);

  const { generations } = JSON.parse(readFileSync(at('state', 'checkpoint.json'), 'utf8')) as {
    generations: { path: string; offset: number }[];
  };
  const offset = generations.find((one) => one.path === at('large.log'))?.offset ?? 0;
  expect(offset).toBeGreaterThan(1e9);
  // Cut where it was read to, it goes on there.
  truncateSync(at('large.log'), offset);
  appendFileSync(at('large.log'), events(150, 160));
  const { stdout } = await collectOnce('--path', at('*.log'));
  expect(JSON.parse(stdout)).toMatchObject({ lines: 10, losses: 0 });
  expect(offset).toBeGreaterThan(length);
  await expect.poll(count, patience).toBe(160);
});

test('a file of lines of four wrappers, of other programs and of damage costs what is damaged alone', async () => {
  const eventOf = (id: number): string =>
    fullEvent.replace(/"auditID":"[^"]+"/, `"auditID":"6f1c1a52-6f25-4d3d-9a2f-${String(id).padStart(12, '0')}"`);
  const wrapped = (format: string, id: number): string =>
    wrapperSamples.find((sample) => sample.format === format)?.wrap(eventOf(id)) ?? '';
  const lines = [
    wrapped('cri', 1),
    '2026-11-28T20:10:00.123456789Z stderr F I1128 20:10:00.000000       1 httplog.go:132] "HTTP"',
    wrapped('docker', 2),
    wrapped('syslog', 3),
    wrapped('journald', 4),
    eventOf(5),
    `2026-11-28T20:10:00.123456789Z stdout F ${eventOf(6).slice(0, 300)}`,
    '{"insertId":"6f","protoPayload":{"serviceName":"k8s.io"}}',
  ];
  writeFileSync(at('mixed.log'), `${lines.join('\n')}\n`);
  const agent = await follow(...who(), '--path', at('mixed.log'));
  await expect.poll(count, patience).toBe(5);
  await expect.poll(() => agent.metric('rejected_events_total'), patience).toBe(2);
  expect(said(agent)).toMatch(/passed over what is in it besides events: a program's own log \(klog\)/);
  expect(await agent.metric('lag_bytes')).toBe(0);
});

test('a line whose first part ends one file of the kubelet and whose last begins the next is one event', async () => {
  const [first = '', second = ''] = events(0, 2).trimEnd().split('\n');
  const record = (tag: string, text: string): string => `2026-11-20T18:05:19.000000000Z stdout ${tag} ${text}\n`;
  mkdirSync(at('kube-apiserver'));
  const log = (name: string): string => at('kube-apiserver', name);
  writeFileSync(log('0.log.20261120-180500'), record('F', first) + record('P', second.slice(0, 100)));
  writeFileSync(log('0.log'), record('F', second.slice(100)));
  const { stdout } = await collectOnce('--path', log('0.log'));
  expect(JSON.parse(stdout)).toMatchObject({ lines: 2, rejected: 0, losses: 0 });
  await expect.poll(count, patience).toBe(2);
});

test('a quota that is reached between two batches holds the rest back until it is raised', async () => {
  const project = 'small';
  const { name, token } = await addCluster('--project', project);
  const all = 20_000;
  writeFileSync(at('audit.log'), events(0, all));
  const half = String(Math.round(readFileSync(at('audit.log')).length / 2));
  expect((await tests.server.cli('project', 'set', project, '--bytes-per-day', half)).status).toBe(0);
  const agent = await follow('--cluster', name, '--token', token, '--path', at('audit.log'));
  await expect
    .poll(() => agent.get('/readyz'), patience)
    .toMatch(/^503 the server refuses \(429\): .*quota of project/);
  expect(await agent.metric('lag_bytes')).toBeGreaterThan(0);
  expect((await tests.server.cli('project', 'set', project, '--bytes-per-day', 'unlimited')).status).toBe(0);
  await expect.poll(() => countOf(name), patience).toBe(all);
  await expect.poll(() => agent.get('/readyz'), patience).toBe('200 ok');
  expect(await agent.metric('lines_total')).toBe(all);
  expect(said(agent)).toContain('the server takes events again');
});

test('a server that comes back with another certificate gets nothing until its authority is named', async () => {
  const server = await startServer('--tls', 'self-signed');
  try {
    const { stdout } = await server.cli('cluster', 'add', 'over-tls');
    const { ingestToken } = JSON.parse(stdout) as { ingestToken: string };
    const authority = path.join(server.data, 'tls', 'ca.crt');
    copyFileSync(authority, at('ca.crt'));
    writeFileSync(at('audit.log'), events(0, 10));
    const here = ['--server', server.url, '--cluster', 'over-tls', '--token', ingestToken, '--ca', at('ca.crt')];
    const agent = await follow(...here, '--path', at('audit.log'));
    const stored = async (): Promise<string> => {
      const range = ['--from', '2026-11-20T00:00:00Z', '--to', '2026-11-21T00:00:00Z'];
      return (await server.cli('query', '* | select count(*) as n', ...range, '--format', 'ndjson')).stdout.trim();
    };
    await expect.poll(stored, patience).toBe('{"n":10}');

    rmSync(path.join(server.data, 'tls'), { recursive: true });
    await server.killAndRestart();
    appendFileSync(at('audit.log'), events(10, 20));
    await expect.poll(() => agent.get('/readyz'), patience).toMatch(/^503 cannot reach the server: .*certificate/);
    expect(said(agent)).toContain('nothing is sent until this is mended: cannot reach the server');
    copyFileSync(authority, at('ca.crt'));
    await expect.poll(stored, patience).toBe('{"n":20}');
    await end(agent);
  } finally {
    await server.close();
  }
});

test('a disk that is full when the checkpoint is written stops nothing', async ({ skip }) => {
  if (process.platform !== 'linux') skip('there is no /dev/full');
  mkdirSync(at('state'));
  writeFileSync(at('audit.log'), events(0, 10));
  const agent = await follow(...who(), '--path', at('audit.log'));
  await expect.poll(count, patience).toBe(10);
  // What is written there first answers as a full disk does.
  symlinkSync('/dev/full', at('state', 'checkpoint.json.tmp'));
  appendFileSync(at('audit.log'), events(10, 20));
  await expect.poll(count, patience).toBe(20);
  await expect.poll(() => said(agent), patience).toMatch(/ENOSPC.*cannot write the checkpoint/);
  expect(await agent.metric('failures_total{kind="checkpoint"}')).toBeGreaterThan(0);
  rmSync(at('state', 'checkpoint.json.tmp'));
  await expect.poll(() => said(agent), patience).toContain('the checkpoint can be written again');
  await end(agent);
  expect(JSON.parse((await collectOnce('--path', at('audit.log'))).stdout)).toMatchObject({ lines: 0 });
});
