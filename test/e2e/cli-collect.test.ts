import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { collectorEnvironment } from '../../src/apiserver/collector-environment.ts';
import { collectTests, events, patience } from './collect-tests.ts';
import { runCli } from './run-cli.ts';

const recorded = path.resolve(import.meta.dirname, '../fixtures/recorded');
const modern = path.join(recorded, 'modern-v1.36');

const tests = collectTests();
const { at, where, who, addCluster, collectOnce, follow, count } = tests;

describe('with --once', () => {
  test('a log with its rotation is sent once, and everybody else finds duplicates', async () => {
    const files = path.join(modern, 'kubernetes*.audit*');
    const first = await collectOnce('--path', files);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(first.stdout)).toEqual({ lines: 2903, bytes: 11_827_200, rejected: 0, lostBytes: 0, losses: 0 });
    const second = await collectOnce('--path', files);
    expect(JSON.parse(second.stdout)).toMatchObject({ lines: 0, losses: 0 });
    const imported = await tests.server.cli(
      'import',
      '--cluster',
      tests.cluster.name,
      path.join(modern, 'kubernetes.audit'),
    );
    const { read, duplicates } = JSON.parse(imported.stdout) as { read: number; duplicates: number };
    expect(duplicates).toBe(read);
    await expect.poll(count, patience).toBe(2903);
  });

  test('standard input is sent, also what an earlier run could not', async () => {
    const wrong = await runCli(
      ['collect', ...where(), '--cluster', tests.cluster.name, '--token', 'wrong', '--once', '--path', '-'],
      { input: events(0, 500) },
    );
    expect(wrong).toMatchObject({ status: 1, stdout: '' });
    expect(wrong.stderr).toContain('the server refuses (401)');
    const right = await runCli(['collect', ...where(), ...who(), '--once', '--path', '-'], { input: events(500, 700) });
    expect(right.status).toBe(0);
    expect(JSON.parse(right.stdout)).toMatchObject({ lines: 700, rejected: 0 });
    await expect.poll(count, patience).toBe(700);
  });

  test('a gzip that was cut gives what can be read, and the place', async () => {
    const packed = readFileSync(path.join(modern, 'kubernetes-2026-11-21T07-46-44.035.audit.gz'));
    writeFileSync(at('audit.log.1.gz'), packed.subarray(0, 200_000));
    const cut = await collectOnce('--path', at('audit.log.1.gz'));
    expect(cut.status).toBe(1);
    expect(cut.stderr).toContain('"reason":"damaged"');
    expect(cut.stderr).toContain('"storedOffset":200000');
    const whole = gunzipSync(packed).toString().split('\n');
    const { lines } = JSON.parse(cut.stdout) as { lines: number };
    expect(lines).toBeGreaterThan(whole.length / 4);
    expect(lines).toBeLessThan(whole.length);
  });

  test('a last line that has no end is sent if it is whole, and left if it is not', async () => {
    writeFileSync(at('whole.log'), events(0, 3).trimEnd());
    writeFileSync(at('half.log'), events(3, 6).slice(0, -30));
    const { stdout } = await collectOnce('--path', at('*.log'));
    expect(JSON.parse(stdout)).toMatchObject({ lines: 5, rejected: 0 });
    appendFileSync(at('half.log'), events(3, 6).slice(-30));
    expect(JSON.parse((await collectOnce('--path', at('*.log'))).stdout)).toMatchObject({ lines: 1, rejected: 0 });
    await expect.poll(count, patience).toBe(6);
  });

  test('the manifest says where the log is, and which cluster', async () => {
    mkdirSync(at('log'));
    writeFileSync(at('log', 'kubernetes.audit'), events(0, 4));
    const file = '/var/log/kubernetes/kubernetes.audit';
    const environment = Object.entries(collectorEnvironment(tests.cluster.id, file));
    const container = {
      name: 'kube-apiserver',
      image: 'registry.k8s.io/kube-apiserver:v1.30.0',
      command: ['kube-apiserver', `--audit-log-path=${file}`],
      env: environment.map(([name, value]) => ({ name, value })),
      volumeMounts: [{ name: 'audit', mountPath: '/var/log/kubernetes' }],
    };
    const volumes = [{ name: 'audit', hostPath: { path: at('log') } }];
    const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [container], volumes } });
    writeFileSync(at('kube-apiserver.yaml'), pod);
    const ended = await runCli([
      'collect',
      ...where(),
      '--token',
      tests.cluster.token,
      '--once',
      '--manifest',
      at('kube-apiserver.yaml'),
    ]);
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toMatchObject({ lines: 4 });
    await expect.poll(count, patience).toBe(4);
  });
});

describe('what is refused at once', () => {
  test('paths that are no logs', async () => {
    mkdirSync(at('directory'));
    execFileSync('mkfifo', [at('fifo')]);
    symlinkSync(at('b'), at('a'));
    symlinkSync(at('a'), at('b'));
    for (const [name, reason] of [
      ['directory', /cannot follow ".*directory": it is a directory/],
      ['fifo', /it is a FIFO; pipe it to standard input/],
      ['a', /its symbolic links lead in a circle/],
    ] as const) {
      const { status, stderr } = await collectOnce('--path', at(name));
      expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(reason) });
    }
    expect(await collectOnce('--path', at('none'))).toMatchObject({ status: 3 });
    expect(await collectOnce()).toMatchObject({ status: 2 });
  });

  test('a token of another cluster', async () => {
    writeFileSync(at('audit.log'), events(0, 1));
    const { token } = await addCluster();
    const { status, stderr } = await collectOnce('--path', at('audit.log'), '--token', token);
    expect(status).toBe(1);
    expect(stderr).toContain(`the server refuses (403): cannot take events: the token is not one of cluster`);
  });

  test('the state of another agent, machine or folder', async () => {
    writeFileSync(at('audit.log'), events(0, 1));
    const agent = await follow(...who(), '--path', at('audit.log'));
    const second = await collectOnce('--path', at('audit.log'));
    expect(second).toMatchObject({ status: 1, stderr: expect.stringContaining('another agent is using it') });
    await expect.poll(() => agent.metric('lag_bytes')).toBe(0);
    agent.child.kill('SIGTERM');
    expect(await once(agent.child, 'exit')).toEqual([0, null]);

    cpSync(at('state'), at('copy'), { recursive: true });
    const copy = await collectOnce('--path', at('audit.log'), '--state', at('copy'));
    expect(copy).toMatchObject({ status: 1, stderr: expect.stringContaining("it is a copy of another agent's") });

    const file = at('state', 'checkpoint.json');
    const checkpoint = JSON.parse(readFileSync(file, 'utf8')) as { machine: string };
    writeFileSync(file, JSON.stringify({ ...checkpoint, machine: 'another' }));
    const elsewhere = await collectOnce('--path', at('audit.log'));
    // Where this machine has no id, nobody can tell.
    if (checkpoint.machine === '') return;
    expect(elsewhere).toMatchObject({ status: 1, stderr: expect.stringContaining('it comes from another machine') });
  });
});

describe('an agent that goes on', () => {
  test('says what keeps it from sending, and goes on when that is mended', async () => {
    writeFileSync(at('audit.log'), events(0, 10));
    writeFileSync(at('token'), tests.cluster.token);
    const agent = await follow(
      '--cluster',
      tests.cluster.name,
      '--token-file',
      at('token'),
      '--path',
      at('audit.log'),
      at('nothing-yet-*.log'),
    );
    await expect.poll(count, patience).toBe(10);
    expect(await agent.get('/healthz')).toBe('200 ok');
    expect(await agent.get('/readyz')).toBe('200 ok');

    const tokens = await tests.server.fetch(`/api/v1/clusters/${tests.cluster.name}/tokens`);
    const { items } = (await tokens.json()) as { items: { id: string }[] };
    await tests.server.fetch(`/api/v1/clusters/${tests.cluster.name}/tokens/${items[0]?.id}`, { method: 'DELETE' });
    appendFileSync(at('audit.log'), events(10, 20));
    await expect.poll(() => agent.get('/readyz'), patience).toContain('503 the server refuses (401)');
    expect(await agent.get('/healthz')).toBe('200 ok');

    const added = await tests.server.fetch(`/api/v1/clusters/${tests.cluster.name}/tokens`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    writeFileSync(at('token'), ((await added.json()) as { ingestToken: string }).ingestToken);
    await expect.poll(count, patience).toBe(20);
    expect(await agent.get('/readyz')).toBe('200 ok');
    expect(agent.said.join('\n')).toContain('nothing is sent until this is mended: the server refuses (401)');
    expect(await agent.metric('lines_total')).toBe(20);
  });

  test('two of them on one file store each line once', async () => {
    writeFileSync(at('audit.log'), events(0, 200));
    const agents = [
      await follow(...who(), '--path', at('audit.log')),
      await follow(...who(), '--path', at('audit.log'), '--state', at('other')),
    ];
    appendFileSync(at('audit.log'), events(200, 400));
    for (const agent of agents) await expect.poll(() => agent.metric('lines_total'), patience).toBe(400);
    await expect.poll(count, patience).toBe(400);
  });

  test('a file that shrinks, a directory among the matches and a cut file stop nothing', async () => {
    mkdirSync(at('directory.log'));
    writeFileSync(at('audit.log'), events(0, 100));
    writeFileSync(at('audit.log.1.gz'), gzipSync(events(100, 200)).subarray(0, 500));
    const agent = await follow(...who(), '--path', at('*.log'));
    await expect.poll(() => agent.metric('lines_total'), patience).toBeGreaterThan(100);
    const before = await agent.metric('lines_total');
    writeFileSync(at('audit.log'), events(300, 310));
    appendFileSync(at('audit.log'), events(310, 320));
    await expect.poll(() => agent.metric('lines_total'), patience).toBe(before + 20);
    expect(await agent.metric('refused_paths')).toBe(1);
    expect(agent.said.join('\n')).toContain('not followed: it is a directory');
  });

  test('a full disk under the state stops nothing either', async ({ skip }) => {
    mkdirSync(at('state'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at('state')], { stdio: 'ignore' });
    } catch {
      skip('this machine allows no file system of its own');
    }
    try {
      writeFileSync(at('audit.log'), events(0, 10));
      const agent = await follow(...who(), '--path', at('audit.log'));
      await expect.poll(count, patience).toBe(10);
      expect(() => writeFileSync(at('state', 'filler'), Buffer.alloc(64 << 10))).toThrow(/ENOSPC/);
      appendFileSync(at('audit.log'), events(10, 20));
      await expect.poll(count, patience).toBe(20);
      await expect.poll(() => agent.said.join('\n'), patience).toContain('cannot write the checkpoint');
      rmSync(at('state', 'filler'));
      await expect.poll(() => agent.said.join('\n'), patience).toContain('the checkpoint can be written again');
      agent.child.kill('SIGTERM');
      await once(agent.child, 'exit');
    } finally {
      execFileSync('umount', ['-l', at('state')]);
    }
  });
});
