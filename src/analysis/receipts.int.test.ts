import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, localAdmin } from '../access/index.ts';
import { systemClock } from '../platform/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../records/testkit.ts';
import { createEventSearch, createReferenceData, createStatementRunner } from '../store/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../store/testkit.ts';
import { type Analysis, createAnalysis } from './analysis.ts';
import { createIsolation } from './isolation/index.ts';

const limits = { seconds: 55, memoryBytes: 2 ** 31, threads: 2, rows: 1_000_000 };
let engine: TestEngine;
let kept: TemporaryRecords;
let analysis: Analysis;
const ids: string[] = [];
const isolation = createIsolation(systemClock);
const { signal } = new AbortController();

/** Events that happened at noon, whenever they are received. */
function line(auditID: string, namespace: string, body = 'plain'): string {
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID,
    stage: 'ResponseComplete',
    verb: 'create',
    user: { username: 'ann' },
    objectRef: { resource: 'pods', subresource: 'exec', namespace, name: 'p' },
    requestObject: { note: body },
    stageTimestamp: '2026-11-20T12:00:00.000000Z',
  });
}

beforeAll(async () => {
  engine = await startTestEngine();
  kept = temporaryRecords();
  for (const name of ['one', 'two'])
    ids.push((await kept.records.clusters.add({ name, project: 'p', kind: 'self-managed', retentionDays: 3000 })).id);
  const [one = '', two = ''] = ids;
  await insertLines(engine, one, [line('a', 'shop')], 1000);
  await insertLines(engine, one, [line('b', 'shop', 'secret'), line('c', 'bank')], 1001);
  await insertLines(engine, two, [line('d', 'shop')], 1002);
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

function limited(name: string, scope: Partial<Caller['scope']>): Caller {
  return { ...localAdmin, kind: 'user', name, scope: { ...localAdmin.scope, ...scope } };
}

const receipts = (fromMicros: number, toMicros: number) => ({ kind: 'received', fromMicros, toMicros }) as const;

test.each([
  [receipts(1000, 1001), ['a']],
  [receipts(1001, 1003), ['b', 'c', 'd']],
  [receipts(1003, 2000), []],
])('a statement over receipts reads what was received in them, whenever it happened', async (range, expected) => {
  const question = { query: 'verb: create | select auditID from log order by auditID', range };
  const answer = await analysis.statement({ caller: localAdmin, question, signal, rule: 'r' });
  if (!answer.ok) throw new Error(answer.diagnostics[0]?.message);
  expect(JSON.parse(Buffer.from(answer.value.rows).toString())).toEqual(expected.map((id) => [id]));
});

test('now() of a statement is what its question says', async () => {
  const question = { query: '* | select to_unixtime(now()) as t', range: receipts(1000, 1001), nowMicros: 5_000_000 };
  const answer = await analysis.statement({ caller: localAdmin, question, signal });
  expect(answer.ok && Buffer.from(answer.value.rows).toString()).toBe('[[5]]');
});

test('many searches are counted at once, each within the scope of its caller', async () => {
  const admin = localAdmin;
  const shop = limited('shop', { namespaces: ['shop'] });
  const two = limited('two', { clusterIds: [ids[1] ?? ''] });
  const blind = limited('blind', { bodies: false });
  const searches = [
    { caller: admin, query: 'verb: create | select no_such_function()' },
    { caller: admin, query: 'verb: create', clusters: ['one'] },
    { caller: shop, query: 'verb: create' },
    { caller: two, query: 'verb: create' },
    { caller: admin, query: 'secret' },
    { caller: blind, query: 'secret' },
    { caller: blind, query: 'auditID: c' },
    { caller: two, query: 'verb: create', clusters: ['one'] },
    { caller: admin, query: 'verb: (' },
    { caller: admin, query: 'auditID: "d"' },
  ];
  const count = (range: ReturnType<typeof receipts>) => analysis.countMatches({ searches, range, signal });
  expect(await count(receipts(1000, 1003))).toEqual([4, 3, 3, 1, 1, 0, 1, undefined, undefined, 1]);
  expect(await count(receipts(1001, 1002))).toEqual([2, 2, 1, 0, 1, 0, 1, undefined, undefined, 0]);
});

test('more searches than one statement takes are counted all the same', async () => {
  const searches = Array.from({ length: 250 }, (_, index) => ({
    caller: localAdmin,
    query: `verb: create and not auditID: "${index === 249 ? 'a' : `none-${index}`}"`,
  }));
  const counts = await analysis.countMatches({ searches, range: receipts(1000, 1003), signal });
  expect([counts.length, counts.slice(0, -1).every((count) => count === 4), counts.at(-1)]).toEqual([250, true, 3]);
});
