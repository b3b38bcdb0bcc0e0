import { expect, test } from 'vitest';
import { temporaryRecords } from '../records/testkit.ts';
import { listSources, sourceOf, viewSources } from './metrics-sources.ts';

test('what agents report of API servers stands beside what is read from here, as long as they do', async () => {
  const kept = temporaryRecords();
  const { records, clock } = kept;
  const cluster = { name: 'prod', project: 'default', kind: 'self-managed', retentionDays: 30 } as const;
  const { id: clusterId } = await records.clusters.add(cluster);
  const url = 'https://[fd00::1]:6443/metrics';
  await records.metricsSources.put({ clusterId, name: 'cp-1', url, ca: undefined, hasToken: false });
  const count = (source: string, events: number, errors: number) =>
    records.auditSamples.add({
      clusterId,
      basis: 'metrics',
      source,
      at: clock.now(),
      startedAt: undefined,
      events,
      errors,
      rejected: 0,
    });
  await count('cp-1', 10, 0);
  await count('cp-2', 100, 0);
  clock.advance(15_000);
  await count('cp-2', 140, 3);
  const needs = { records, clock, clockOffsetOf: () => undefined };
  const sources = await viewSources(needs, clusterId);
  expect(sources).toMatchObject([
    { name: 'cp-1', url, lastDay: undefined },
    { name: 'cp-2', url: undefined, lastReadAt: clock.now(), lastDay: { events: 40, errors: 3 } },
  ]);
  const ownOf = (name: string, ...from: string[]) => sourceOf({ name, sources: from }, sources)?.name;
  expect([ownOf('apiserver-a', 'fd00::1'), ownOf('apiserver-b', 'cp-2')]).toEqual(['cp-1', 'cp-2']);
  expect([ownOf('apiserver-c', '10.0.0.3'), ownOf('proxy', 'fd00::1', 'cp-2')]).toEqual([undefined, undefined]);
  clock.advance(150_000);
  expect((await listSources(needs, clusterId)).map(({ name }) => name)).toEqual(['cp-1']);
  await kept.remove();
});
