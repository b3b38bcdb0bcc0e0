import { expect, test } from 'vitest';
import { createLogger } from '../platform/index.ts';
import { temporaryRecords } from '../records/testkit.ts';
import { openApiServers } from './api-servers.ts';

test('what an earlier release kept of API servers is known still', async () => {
  const kept = temporaryRecords();
  const { records, clock } = kept;
  const cluster = { name: 'prod', project: 'default', kind: 'self-managed', retentionDays: 30 } as const;
  const { id: clusterId } = await records.clusters.add(cluster);
  const now = clock.now();
  const server = {
    name: 'apiserver-a',
    hasLease: true,
    sources: ['10.0.0.1'],
    firstAt: now - 3_600_000,
    lastAt: now - 200_000,
    bodies: 100,
    newestAt: now - 200_500,
    delayMs: 500,
    truncated: 4,
    pauses: [{ slot: 1, ms: 1000 }],
    counts: [],
  };
  await records.fleets.put({ clusterId, state: JSON.stringify([server]) });
  const servers = await openApiServers({ records, clock, logger: createLogger('silent') });
  expect(servers.list(clusterId)).toMatchObject([
    { name: 'apiserver-a', gapSince: now - 200_000, truncated: 0, unfinished: undefined, aheadMs: 0, gaps: [] },
  ]);
  await servers.close();
  await kept.remove();
});
