import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../base/index.ts';
import { createBodyReader } from '../../ingest/body-reader.ts';
import { openApiServers } from '../../monitor/api-servers.ts';
import { createLogger } from '../../platform/index.ts';
import type { Closeable } from '../../platform/index.ts';
import { type NotifierTest, startNotifierTest } from '../notify/testkit.ts';
import { type Condition, lookMs } from './condition.ts';
import { apiServerGaps } from './api-server-gaps.ts';
import { deadEngine } from './dead-engine.ts';
import { droppedEvents } from './dropped-events.ts';
import { failingChannels } from './failing-channels.ts';
import { failingRules } from './failing-rules.ts';
import { fullQuotas } from './full-quotas.ts';
import { missingEvents } from './missing-events.ts';
import { refusing } from './refusing.ts';
import { silentClusters } from './silent-clusters.ts';
import { watchConditions } from './watch-conditions.ts';

let on: NotifierTest;
let watch: Closeable | undefined;
let logged: string[];
beforeEach(async () => {
  on = await startNotifierTest();
  logged = [];
});
afterEach(async () => {
  await watch?.close();
  await on.remove();
});

function look(...conditions: readonly Condition[]): void {
  const { kept, notifier } = on;
  const records = { transaction: kept.records.transaction.bind(kept.records) };
  const logger = createLogger('warn', { write: (line) => logged.push(line) });
  watch = watchConditions({ records, notifier, clock: kept.clock, logger }, conditions);
}

async function titles(): Promise<readonly string[]> {
  await on.advance(lookMs);
  const items = await on.kept.records.inbox.list({ reader: 'ann', limit: 100 });
  return items.toReversed().map(({ message }) => (JSON.parse(message) as { title: string }).title);
}

test('what is wrong is told once, and when it is over', async () => {
  let reason: string | undefined;
  look(refusing(() => reason));
  expect(await titles()).toEqual([]);
  reason = 'the disk is full';
  expect(await titles()).toEqual(['Events are refused']);
  expect(await titles()).toEqual(['Events are refused']);
  reason = undefined;
  expect(await titles()).toEqual(['Events are refused', 'Over: Events are refused']);
});

test('what is over is called what it was called when it began', async () => {
  let missing = 7;
  look(missingEvents(() => ({ missingParts: missing > 0 ? 1 : 0, missingEvents: missing })));
  expect(await titles()).toEqual(['7 stored events are missing']);
  missing = 0;
  expect(await titles()).toEqual(['7 stored events are missing', 'Over: 7 stored events are missing']);
});

test('a quota of a day that is reached is told to those who see the project', async () => {
  const { records } = on.kept;
  const add = (name: string, project: string) =>
    records.clusters.add({ name, project, kind: 'self-managed', retentionDays: 30 });
  const [one] = [await add('one', 'team'), await add('two', 'other')];
  let full = [{ project: 'team', batches: 3 }];
  look(fullQuotas({ records, full: () => full }));
  const title = 'Project team may receive no more events today';
  expect(await titles()).toEqual([title]);
  const [item] = await records.inbox.list({ reader: 'ann', limit: 1 });
  expect(JSON.parse(item?.scope ?? '')).toMatchObject({ clusterIds: [one.id] });
  full = [];
  expect(await titles()).toEqual([title, `Over: ${title}`]);
});

test('a restart tells nothing twice', async () => {
  const condition = missingEvents(() => ({ missingParts: 1, missingEvents: 7 }));
  look(condition);
  expect(await titles()).toEqual(['7 stored events are missing']);
  await watch?.close();
  await on.restart();
  look(condition);
  expect(await titles()).toEqual(['7 stored events are missing']);
});

test('an engine has a minute to start', async () => {
  look(deadEngine(() => false));
  const counts: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) counts.push((await titles()).length);
  expect(counts[0]).toBe(0);
  expect(counts.at(-1)).toBe(1);
});

test('what nobody can tell changes nothing, and the others are looked at', async () => {
  let isKnown = true;
  const wrong = refusing(() => 'full');
  const unsure: Condition = {
    ...wrong,
    ask: async (signal) => (isKnown ? wrong.ask(signal) : Promise.reject(new Error('dead'))),
  };
  look(
    unsure,
    failingRules(() => (isKnown ? [] : [{ rule: 'exec', failures: 3, isStopped: false, problem: 'no column "x"' }])),
  );
  expect(await titles()).toEqual(['Events are refused']);
  isKnown = false;
  expect(await titles()).toEqual(['Events are refused', 'Rule exec is not evaluated']);
});

test('a rule is told of after three failures, or where it stopped', async () => {
  const trouble = { rule: 'a', failures: 2, isStopped: false, problem: 'x' };
  const condition = failingRules(() => [
    trouble,
    { ...trouble, rule: 'b', failures: 3 },
    { ...trouble, rule: 'c', isStopped: true },
  ]);
  const found = await condition.ask(new AbortController().signal);
  expect(found?.map(({ rule }) => rule)).toEqual(['b', 'c']);
});

test('a cluster that sent events and sends none is told of to those who see it', async () => {
  const { records, clock } = on.kept;
  const [silent, busy] = await Promise.all(
    ['silent', 'busy', 'new'].map((name) =>
      records.clusters.add({ name, project: 'p', kind: 'self-managed', retentionDays: 30 }),
    ),
  );
  const now = clock.now() * 1000;
  const seen = [
    { clusterId: silent?.id ?? '', events: 1, lastReceivedAtMicros: now - 31 * 60_000_000 },
    { clusterId: busy?.id ?? '', events: 1, lastReceivedAtMicros: now - 60_000_000 },
  ];
  // The engine is still being started, which is no trouble of anybody's.
  let isReady = false;
  const activity = async () => {
    if (!isReady) throw new AppError('engine-unavailable', 'the engine is being started');
    return seen;
  };
  const condition = silentClusters({ records, clock, isReady: () => isReady, activity });
  look(condition);
  expect([await titles(), logged]).toEqual([[], []]);
  isReady = true;
  expect(await titles()).toEqual(['No events from cluster silent']);
  expect(condition.contextOf?.({ cluster: 'silent' }).scope.clusterIds).toEqual([silent?.id]);
});

test('a channel is told of that fails for more than five minutes, or gave up messages within the hour', async () => {
  const { records, clock } = on.kept;
  const { outbox } = records;
  const now = clock.now();
  const entry = {
    sequence: 's',
    kind: 'alert',
    severity: 'high',
    message: '{}',
    scope: '{}',
    dueAt: now,
    expiresAt: now,
  };
  for (const key of ['a', 'b']) {
    const id = (await outbox.add({ ...entry, key, channel: 'gone' })) ?? -1;
    await outbox.begin(id);
    await outbox.finish(id, { at: now, duration: 1, outcome: 'failed', status: 410, answer: '' }, { state: 'dead' });
  }
  const condition = failingChannels({ records, clock, failures: () => new Map([['away', { since: now }]]) });
  const { signal } = new AbortController();
  expect(await condition.ask(signal)).toEqual([{ channel: 'gone', messages: 2 }]);
  clock.advance(5 * 60_000 + 1);
  expect(await condition.ask(signal)).toEqual([
    { channel: 'gone', messages: 2 },
    { channel: 'away', messages: 0 },
  ]);
  clock.advance(3_600_000);
  expect(await condition.ask(signal)).toEqual([{ channel: 'away', messages: 0 }]);
});

/** What an API server's webhook sends: it renews its lease each ten seconds. */
function renewal(lease: string, at: number): Uint8Array {
  const time = new Date(at).toISOString().replace('Z', '000Z');
  const item = {
    level: 'Metadata',
    auditID: crypto.randomUUID(),
    stage: 'ResponseComplete',
    requestURI: `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${lease}`,
    verb: 'update',
    user: { username: 'system:apiserver', groups: ['system:masters'] },
    objectRef: { resource: 'leases', namespace: 'kube-system', name: lease, apiGroup: 'coordination.k8s.io' },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  };
  return Buffer.from(JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [item] }));
}

test('of two API servers behind one address the one that stops is told of within two minutes and not before', async () => {
  const { records, clock } = on.kept;
  const cluster = { name: 'prod', project: 'default', kind: 'self-managed', retentionDays: 30 } as const;
  const { id } = await records.clusters.add(cluster);
  const needs = { records, clock, logger: createLogger('silent') };
  let servers = await openApiServers(needs);
  const reader = createBodyReader();
  const send = async (lease: string): Promise<void> => {
    const read = await reader.read(renewal(lease, clock.now()), { clusterId: id, receivedAtMicros: clock.nowMicros() });
    if (!read?.traits) throw new Error('the body was not read');
    servers.hear(id, { ...read.traits, source: '10.0.0.9', events: read.events });
  };
  look(apiServerGaps({ records, gaps: () => servers.gaps() }));
  const told = 'No events from API server apiserver-b of cluster prod';
  for (let turn = 0; turn < 10; turn += 1) {
    await send('apiserver-a');
    await send('apiserver-b');
    expect(await titles()).toEqual([]);
  }
  const stoppedAt = clock.now() - lookMs;
  let found: readonly string[] = [];
  while (found.length === 0 && clock.now() < stoppedAt + 300_000) {
    await send('apiserver-a');
    found = await titles();
  }
  expect(found).toEqual([told]);
  expect(clock.now() - stoppedAt).toBeGreaterThan(90_000);
  expect(clock.now() - stoppedAt).toBeLessThanOrEqual(120_000);
  expect(servers.list(id)).toMatchObject([
    { name: 'apiserver-a', hasLease: true, gapSince: undefined, sources: ['10.0.0.9'] },
    { name: 'apiserver-b', hasLease: true, gapSince: stoppedAt },
  ]);
  // A restart forgets neither who was silent nor that it was told.
  await servers.close();
  servers = await openApiServers(needs);
  await send('apiserver-a');
  expect(await titles()).toEqual([told]);
  await send('apiserver-b');
  expect(await titles()).toEqual([told, `Over: ${told}`]);
  await servers.close();
});

test('what an API server says that it lost is told, by its own count', async () => {
  const { records, clock } = on.kept;
  const cluster = { name: 'prod', project: 'default', kind: 'self-managed', retentionDays: 30 } as const;
  const { id: clusterId } = await records.clusters.add(cluster);
  const sample = { clusterId, basis: 'metrics', source: 'cp-1', startedAt: undefined, events: 0, rejected: 0 } as const;
  look(droppedEvents({ records, clock }));
  await records.auditSamples.add({ ...sample, at: clock.now(), errors: 40 });
  expect(await titles()).toEqual([]);
  await records.auditSamples.add({ ...sample, at: clock.now(), errors: 47 });
  const told = 'API server cp-1 of cluster prod drops audit events';
  expect(await titles()).toEqual([told]);
  await on.advance(900_000);
  expect(await titles()).toEqual([told, `Over: ${told}`]);
});
