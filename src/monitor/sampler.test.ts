import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAddressGuard, createHttpClient, createLogger } from '../platform/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../records/testkit.ts';
import { startSampler } from './sampler.ts';

const tokens = new Map([['metrics-source/ID/a/token', 'right']]);
let kept: TemporaryRecords;
let apiServer: Server;
let answer: string;
let date: string | undefined;
let clusterId: string;

beforeEach(async () => {
  kept = temporaryRecords();
  ({ id: clusterId } = await kept.records.clusters.add({
    name: 'prod',
    project: 'default',
    kind: 'self-managed',
    retentionDays: 30,
  }));
  answer = 'apiserver_audit_event_total 100\nprocess_start_time_seconds 1.7636e9\n';
  date = undefined;
  apiServer = createServer((request, response) => {
    const isAllowed = request.headers.authorization === 'Bearer right';
    if (date !== undefined) response.setHeader('date', date);
    response.writeHead(isAllowed ? 200 : 401).end(isAllowed ? answer : 'no');
  });
  await new Promise<void>((resolve) => apiServer.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  apiServer.closeAllConnections();
  await new Promise((resolve) => apiServer.close(resolve));
  await kept.remove();
});

function start(networks: readonly string[] = ['127.0.0.0/8']) {
  const guard = createAddressGuard(networks);
  if ('notANetwork' in guard) throw new Error('no network');
  const secrets = { open: (id: string) => Promise.resolve(tokens.get(id.replace(clusterId, 'ID'))) };
  const { records, clock } = kept;
  return startSampler({ records, clock, logger: createLogger('silent'), http: createHttpClient({ guard }), secrets });
}

async function addSource(name: string, hasToken = true): Promise<void> {
  const { port } = apiServer.address() as AddressInfo;
  await kept.records.metricsSources.put({
    clusterId,
    name,
    url: `http://127.0.0.1:${port}/metrics`,
    ca: undefined,
    hasToken,
  });
}

const all = () => kept.records.auditSamples.list({ clusterId, basis: 'metrics', from: 0, to: Number.MAX_SAFE_INTEGER });
const sources = () => kept.records.metricsSources.list(clusterId);

test('what an API server counts is kept, round by round, with what was lost', async () => {
  await addSource('a');
  const sampler = start();
  await expect.poll(async () => (await all()).length).toBe(1);
  answer = 'apiserver_audit_event_total 140\napiserver_audit_error_total{plugin="webhook"} 3\n';
  const last = async () => {
    kept.clock.advance(15_000);
    return (await all()).at(-1);
  };
  await expect.poll(last).toMatchObject({ source: 'a', events: 140, errors: 3 });
  await sampler.close();
  const [first] = await all();
  expect(first).toMatchObject({ events: 100, errors: 0, rejected: 0, startedAt: 1_763_600_000_000 });
  expect(await sources()).toMatchObject([{ error: undefined, lastReadAt: (await all()).at(-1)?.at }]);
});

test('how far its clock is ahead is known by the date of its answer, to a second, as long as it is read', async () => {
  await addSource('a');
  date = new Date(kept.clock.now() - 90_000).toUTCString();
  const sampler = start();
  const source = { clusterId, name: 'a' };
  await expect.poll(async () => (await all()).length).toBe(1);
  expect(Math.abs((sampler.clockOffsetOf(source) ?? 0) + 90_000)).toBeLessThanOrEqual(1000);
  await kept.records.metricsSources.delete(clusterId, 'a');
  const forgotten = () => {
    kept.clock.advance(15_000);
    return sampler.clockOffsetOf(source);
  };
  await expect.poll(forgotten).toBeUndefined();
  await sampler.close();
});

test('one that cannot be read says why, and keeps no other from being read', async () => {
  await addSource('a');
  await addSource('b', false);
  const sampler = start();
  await expect.poll(async () => (await sources()).find(({ name }) => name === 'b')?.error).toBe('it answers 401');
  await expect.poll(async () => (await all()).map(({ source }) => source)).toEqual(['a']);
  await sampler.close();
});

test('no address is called that the operator does not allow', async () => {
  await addSource('a');
  const sampler = start([]);
  await expect.poll(async () => (await sources())[0]?.error).toContain('127.0.0.1');
  await sampler.close();
  expect(await all()).toEqual([]);
});

test('what is old is thinned, and what is very old is gone', async () => {
  const now = kept.clock.now();
  const sample = { clusterId, basis: 'metrics', source: 'a', startedAt: undefined, errors: 0, rejected: 0 } as const;
  const day = 86_400_000;
  const begin = Math.floor((now - 2 * day) / 600_000) * 600_000;
  for (const [index, at] of [
    now - 101 * day,
    begin,
    begin + 15_000,
    begin + 30_000,
    begin + 600_000,
    now - 1000,
  ].entries())
    await kept.records.auditSamples.add({ ...sample, at, events: index });
  const sampler = start();
  await expect.poll(async () => (await all()).map(({ events }) => events)).toEqual([3, 4, 5]);
  await sampler.close();
});
