import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryRecords, type TemporaryRecords } from '../records/testkit.ts';
import { keepAgentReport } from './agent-report.ts';

let kept: TemporaryRecords;
let clusterId: string;
beforeEach(async () => {
  kept = temporaryRecords();
  ({ id: clusterId } = await kept.records.clusters.add({
    name: 'prod',
    project: 'default',
    kind: 'self-managed',
    retentionDays: 30,
  }));
});
afterEach(() => kept.remove());

const samples = (basis: 'metrics' | 'agent') =>
  kept.records.auditSamples.list({ clusterId, basis, from: 0, to: Number.MAX_SAFE_INTEGER });

test('what its API server counts is kept by the name of its host, beside the lines that it read', async () => {
  const report = (more: object) => {
    const read = { lines: 10, bytes: 1000, lostBytes: 0, at: kept.clock.now() };
    return keepAgentReport(kept, clusterId, { agent: 'a-1', read, ...more }, 'cp-1');
  };
  await report({ apiServer: { events: 12, errors: 2, rejected: 1, startedAt: 1_763_600_000_000 } });
  kept.clock.advance(15_000);
  await report({});
  kept.clock.advance(15_000);
  await report({ apiServer: { events: 20, errors: 2, rejected: 1 } });
  expect(await samples('metrics')).toMatchObject([
    { source: 'cp-1', events: 12, errors: 2, rejected: 1, startedAt: 1_763_600_000_000 },
    { source: 'cp-1', events: 20, startedAt: undefined },
  ]);
  expect(await samples('agent')).toMatchObject(Array.from({ length: 3 }, () => ({ source: 'a-1', events: 10 })));
});
