// A server, an agent in a process of its own, and the logs of two API servers, of which one stops. The time is moved by hand.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../base/index.ts';
import { createManualClock } from '../platform/index.ts';
import { startTestServer, type TestServer } from './testkit.ts';

const cli = path.resolve(import.meta.dirname, '../cli/main.ts');
/** How often the conditions of the server are looked at, and API servers that have metrics are read: by one each. */
const lookMs = 15_000;
const lookers = 2;
/** For what happens within a moment, on a machine that does nothing else. */
const patience = { timeout: 60_000, interval: 20 };

/** A clock that stands still between `advance`s, each of which resolves when those who look regularly have looked. */
function createSteppedClock() {
  const manual = createManualClock(Date.now());
  let looking = 0;
  const clock: Clock = {
    ...manual,
    sleep: async (ms, signal) => {
      if (ms === lookMs) looking += 1;
      await manual.sleep(ms, signal);
      if (ms === lookMs) looking -= 1;
    },
  };
  return {
    clock,
    /** Lets the time go on while something is waited for. */
    while: async <Result>(waiting: Promise<Result>): Promise<Result> => {
      const timer = setInterval(() => manual.advance(100), 10);
      return waiting.finally(() => clearInterval(timer));
    },
    advance: async (ms: number): Promise<void> => {
      await expect.poll(() => looking, patience).toBe(lookers);
      manual.advance(ms);
      await new Promise((resolve) => setImmediate(resolve));
      await expect.poll(() => looking, patience).toBe(lookers);
    },
  };
}

const time = createSteppedClock();
let folder: string;
let server: TestServer;
let agent: ChildProcess;
let clusterId: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'whodunit-silent-'));
  server = await time.while(startTestServer({ clock: time.clock }));
  const token = await server.addCluster('prod');
  clusterId = (await server.records.clusters.byName('prod'))?.id ?? '';
  const logs = ['a', 'b'].map((name) => path.join(folder, `${name}.log`));
  for (const log of logs) writeFileSync(log, '');
  const where = [
    '--server',
    server.listensAt,
    '--data',
    path.join(folder, 'none'),
    '--state',
    path.join(folder, 'state'),
  ];
  const what = ['--cluster', 'prod', '--token', token, '--log-level', 'error'];
  const paths = logs.flatMap((log) => ['--path', log]);
  agent = spawn(process.execPath, [cli, 'collect', ...where, ...what, ...paths], { stdio: 'inherit' });
});

afterEach(async () => {
  if (agent.exitCode === null) {
    agent.kill('SIGKILL');
    await once(agent, 'exit');
  }
  await time.while(server.close());
  rmSync(folder, { recursive: true, force: true });
});

/** An API server renews its lease, which it logs. */
function renew(name: string): void {
  const at = new Date(time.clock.now()).toISOString().replace('Z', '000Z');
  const lease = `apiserver-${name}`;
  const line = JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: crypto.randomUUID(),
    stage: 'ResponseComplete',
    requestURI: `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${lease}`,
    verb: 'update',
    user: { username: 'system:apiserver', groups: ['system:masters'] },
    objectRef: { resource: 'leases', namespace: 'kube-system', name: lease, apiGroup: 'coordination.k8s.io' },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  });
  appendFileSync(path.join(folder, `${name}.log`), `${line}\n`);
}

const shown = (name: string) =>
  server.context.monitor.apiServers.list(clusterId).find((one) => one.name === `apiserver-${name}`);

/** API servers renew their leases, and the agent brings that to the server. */
async function beat(...names: readonly string[]): Promise<void> {
  names.forEach(renew);
  for (const name of names) await expect.poll(() => shown(name)?.lastReceivedAt, patience).toBe(time.clock.now());
}

interface Told {
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly at: string;
}

async function told(): Promise<readonly Told[]> {
  const { body } = await server.call('GET', '/api/v1/alerts/history?rule=whodunit-api-server-gap');
  return (body as { items: Told[] }).items;
}

test('of two API servers whose logs one agent follows, the one that stops is told of within two minutes and not before', async () => {
  for (let turn = 0; turn < 8; turn += 1) {
    await beat('a', 'b');
    await time.advance(10_000);
  }
  expect(await told()).toEqual([]);
  const stoppedAt = shown('b')?.lastReceivedAt ?? Number.NaN;
  const silence = (): number => time.clock.now() - stoppedAt;
  while (silence() < 90_000) {
    await beat('a');
    expect(await told()).toEqual([]);
    await time.advance(10_000);
  }
  // For as long it may be silent, by its own habit: the other's traffic is of no matter.
  while (silence() < 120_000) {
    await beat('a');
    await time.advance(10_000);
  }
  const [gap, ...others] = await told();
  expect(others).toEqual([]);
  expect(gap).toMatchObject({ status: 'firing', labels: { cluster: 'prod', api_server: 'apiserver-b' } });
  const foundAfter = Date.parse(gap?.at ?? '') - stoppedAt;
  expect(foundAfter).toBeGreaterThan(90_000);
  expect(foundAfter).toBeLessThanOrEqual(120_000);
  expect([shown('a')?.gapSince, shown('b')?.gapSince]).toEqual([undefined, stoppedAt]);
  const { body } = await server.call('GET', '/api/v1/status');
  expect(body).toMatchObject({ silent: [{ cluster: 'prod', apiServer: 'apiserver-b' }] });

  await beat('a', 'b');
  await time.advance(lookMs);
  expect((await told()).map(({ status }) => status).toSorted()).toEqual(['firing', 'resolved']);
  expect(shown('b')?.gaps).toEqual([{ from: stoppedAt, to: time.clock.now() - lookMs }]);
});
