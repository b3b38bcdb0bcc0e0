import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOfToken } from '../access/index.ts';
import { systemClock } from '../platform/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../records/testkit.ts';
import { createEventSearch, createReferenceData, createStatementRunner } from '../store/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../store/testkit.ts';
import { type Analysis, createAnalysis } from './analysis.ts';
import { createIsolation } from './isolation/index.ts';

const limits = { seconds: 55, memoryBytes: 2 ** 31, threads: 2, rows: 1_000_000 };
const everything = { projects: null, clusters: null, namespaces: null, bodies: true };
let engine: TestEngine;
let kept: TemporaryRecords;
let analysis: Analysis;
const isolation = createIsolation(systemClock);

beforeAll(async () => {
  engine = await startTestEngine();
  kept = temporaryRecords();
  const { id } = await kept.records.clusters.add({ name: 'c', project: 'p', kind: 'self-managed', retentionDays: 30 });
  const lines = Array.from({ length: 3000 }, (_, index) => {
    const at = new Date(Date.UTC(2026, 10, 20, 18) + index * 1000).toISOString();
    return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"e-${index}","stage":"ResponseComplete","stageTimestamp":"${at}"}`;
  });
  await insertLines(engine, id, lines);
  analysis = createAnalysis({
    records: kept.records,
    search: createEventSearch(engine, limits),
    statements: createStatementRunner(engine, limits),
    referenceData: createReferenceData(engine, engine.directory),
    isolation,
    clock: kept.clock,
    timeZone: 'UTC',
  });
});
afterAll(async () => {
  await engine.close();
  await isolation.close();
  await kept.remove();
});

/** An export that was begun by a token of its own, and the token. */
async function begun(name: string, query: string) {
  const expiresAt = kept.clock.now() + 60_000;
  const token = await kept.records.apiTokens.add({ name, role: 'viewer', limits: everything, expiresAt });
  const question = { query, from: 0, to: '2200-01-01', format: 'ndjson' } as const;
  const { signal } = new AbortController();
  const found = await analysis.export({ caller: await callerOfToken(kept.records, token), question, signal });
  if (!found.ok) throw new Error(found.diagnostics[0]?.message);
  return { token, pieces: found.value.pieces };
}

async function linesOf(pieces: AsyncGenerator<Buffer>): Promise<number> {
  let count = 0;
  for await (const piece of pieces) count += piece.toString().split('\n').length - 1;
  return count;
}

test('an export goes on while its caller may see it', async () => {
  expect(await linesOf((await begun('a', '')).pieces)).toBe(3000);
  expect(await linesOf((await begun('b', '* | select auditID limit 3000')).pieces)).toBe(3000);
});

test('it breaks off when the token is deleted or over', async () => {
  const deleted = await begun('deleted', '');
  expect(await deleted.pieces.next()).toMatchObject({ done: false });
  await kept.records.apiTokens.delete(deleted.token.id);
  await expect(linesOf(deleted.pieces)).rejects.toMatchObject({ code: 'forbidden' });
  const over = await begun('over', '');
  kept.clock.advance(60_001);
  await expect(linesOf(over.pieces)).rejects.toMatchObject({ code: 'forbidden' });
});
