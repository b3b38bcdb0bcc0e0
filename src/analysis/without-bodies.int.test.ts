// For a caller without bodies no answer depends on bodies: what they are told of a store is what they are told of the same
// store without any, and what anybody is told of that one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, localAdmin } from '../access/index.ts';
import { withoutBodies } from '../audit/index.ts';
import type { Result } from '../base/index.ts';
import { insertNumbered } from '../query/search/testkit/insert.ts';
import { mutate, mutation } from '../query/search/testkit/mutate.ts';
import { randomSearch } from '../query/search/testkit/random-search.ts';
import { recordedLines } from '../query/search/testkit/recordings.ts';
import { systemClock } from '../platform/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../records/testkit.ts';
import { createEventSearch, createReferenceData, createStatementRunner } from '../store/index.ts';
import { startTestEngine, type TestEngine } from '../store/testkit.ts';
import { type Analysis, createAnalysis } from './analysis.ts';
import { createIsolation } from './isolation/index.ts';

const limits = { seconds: 55, memoryBytes: 2 ** 31, threads: 2, rows: 1_000_000 };
const range = { from: 0, to: '2200-01-01T00:00:00Z' };
const { signal } = new AbortController();
const seeing = localAdmin;
const limited: Caller = { ...seeing, scope: { ...seeing.scope, bodies: false } };

/** An analysis over a cluster of its own that is named as the other's. */
interface Store {
  readonly analysis: Analysis;
  readonly records: TemporaryRecords;
  readonly logstore: string;
}

const isolation = createIsolation(systemClock);
let engine: TestEngine;
let data: string;
let whole: Store;
let stripped: Store;
let lines: readonly string[];

async function storeOf(events: readonly string[]): Promise<Store> {
  const kept = temporaryRecords();
  const cluster = await kept.records.clusters.add({ name: 'c', project: 'p', kind: 'self-managed', retentionDays: 30 });
  await insertNumbered(engine, cluster.id, events);
  const analysis = createAnalysis({
    records: kept.records,
    search: createEventSearch(engine, limits),
    statements: createStatementRunner(engine, limits),
    referenceData: createReferenceData(engine, data),
    isolation,
    clock: kept.clock,
    timeZone: 'UTC',
  });
  return { analysis, records: kept, logstore: cluster.logstore };
}

/** Recorded and mutated events, each with an id of its own, some with what a mutating webhook changed. */
function oddLines(): readonly string[] {
  const plain = recordedLines('modern-v1.36').filter((_, index) => index % 25 === 0);
  const changes = fc.sample(mutation, { numRuns: plain.length, seed: 11 });
  return [...plain, ...changes.map((change, index) => mutate(plain[index] ?? '', change))].map((line, index) => {
    const patch = `"patch.webhook.admission.k8s.io/round_0_index_${index % 2}":"{\\"patch\\":[{\\"value\\":\\"patched${index}\\"}]}"`;
    return line
      .replace(/"auditID":"[^"]*"/, `"auditID":"id-${index}"`)
      .replace(/"annotations":\{(?!\})/, (found) => (index % 3 === 0 ? `${found}${patch},` : found));
  });
}

beforeAll(async () => {
  engine = await startTestEngine();
  data = mkdtempSync(path.join(tmpdir(), 'whodunit-data-'));
  lines = oddLines();
  whole = await storeOf(lines);
  stripped = await storeOf(lines.map((line) => Buffer.from(withoutBodies(Buffer.from(line))).toString()));
});
afterAll(async () => {
  await engine.close();
  await isolation.close();
  await whole.records.remove();
  await stripped.records.remove();
  rmSync(data, { recursive: true });
});

type Ask = (store: Store, caller: Caller) => Promise<unknown>;

async function told(answer: Promise<Result<unknown>>): Promise<unknown> {
  const result = await answer;
  return result.ok ? result.value : result.diagnostics;
}

const eventsOf =
  (query: string): Ask =>
  async ({ analysis }, caller) => {
    const question = { query, ...range, order: 'asc', limit: 10_000 } as const;
    const found = await analysis.events({ caller, question, signal });
    if (!found.ok) return found.diagnostics;
    const events: string[] = [];
    for await (const page of found.value.pages) events.push(...page.events.map(String));
    return [found.value.total, events.map((event) => event.replace(/,"__redacted__":\[[^\]]*\]/, '')).toSorted()];
  };

const statementOf =
  (query: (store: Store) => string): Ask =>
  async (store, caller) => {
    const answer = await store.analysis.statement({ caller, question: { query: query(store), ...range }, signal });
    // Whoever is limited is not told what the engine read.
    return answer.ok ? { ...answer.value, rows: String(answer.value.rows), read: undefined } : answer.diagnostics;
  };

const exportOf =
  (query: string, format: 'csv' | 'ndjson'): Ask =>
  async ({ analysis }, caller) => {
    const found = await analysis.export({ caller, question: { query, ...range, format }, signal });
    if (!found.ok) return found.diagnostics;
    let text = '';
    for await (const piece of found.value.pieces) text += piece.toString();
    return text
      .replaceAll(/,"__redacted__":\[[^\]]*\]/g, '')
      .split('\n')
      .toSorted();
  };

async function expectAlike(ask: Ask, what: string): Promise<unknown> {
  const answer = await ask(whole, limited);
  expect(answer, what).toEqual(await ask(stripped, limited));
  expect(answer, what).toEqual(await ask(stripped, seeing));
  return answer;
}

test('searches, drawn from what the bodies hold too', async () => {
  let different = 0;
  await fc.assert(
    fc.asyncProperty(randomSearch(lines), async (query) => {
      const answer = await expectAlike(eventsOf(query), query);
      const seen = JSON.stringify(await eventsOf(query)(whole, seeing));
      if (seen !== JSON.stringify(answer)) different += 1;
    }),
    { numRuns: 60, seed: 3 },
  );
  // Most searches find events that had bodies, or the test would say little.
  expect(different).toBeGreaterThan(20);
});

const fields = ['requestObject', 'responseObject', 'requestObject.kind', 'responseObject.metadata.name', 'annotations'];

test('counts of values, completion and histograms', async () => {
  for (const query of ['', 'requestObject: *', 'not responseObject: ""', 'patched*', 'requestObject.kind: Odd']) {
    const facets: Ask = ({ analysis }, caller) =>
      told(
        analysis.facets({
          caller,
          question: { query, ...range, fields, limit: 50, filter: '', containing: '' },
          signal,
        }),
      );
    const histogram: Ask = ({ analysis }, caller) =>
      told(analysis.histogram({ caller, question: { query, ...range, buckets: 100 }, signal }));
    await expectAlike(facets, query);
    await expectAlike(histogram, query);
    for (const field of fields) {
      const values: Ask = ({ analysis }, caller) =>
        told(analysis.values({ caller, question: { query, ...range, field, prefix: '', limit: 50 }, signal }));
      await expectAlike(values, `${query} ${field}`);
    }
  }
});

const statements: readonly ((store: Store) => string)[] = [
  () => '* | select requestObject, responseObject, annotations, auditID order by auditID limit 100000',
  () => '* | select * from log order by auditID limit 100000',
  ({ logstore }) => `* | select count(requestObject), count(responseObject) from "${logstore}"`,
  () => 'requestObject: * | select count(*)',
  () => 'Odd or patched* | select count(*), max(length(annotations))',
  () => "* | select count(*) where responseObject like '%kind%'",
  () => '* | select sum(cast("requestObject.spec.replicas" as bigint)), count("responseObject.metadata.name")',
  // It fails by a value of a body, if there is any.
  () => '* | select max(cast("requestObject.kind" as bigint))',
  () => "* | select json_extract_scalar(requestObject, '$.kind') as k, count(*) group by 1 order by 1",
  () => '* | select a.auditID from log a join log b on a.requestObject = b.requestObject order by 1 limit 1000',
];

test.each(statements.map((statement) => [statement({ logstore: '…' } as Store), statement] as const))(
  '%s',
  async (text, statement) => {
    await expectAlike(statementOf(statement), text);
  },
  120_000,
);

test('exports and simulations', async () => {
  for (const query of ['', 'patched*', '* | select requestObject, annotations, auditID'])
    for (const format of ['csv', 'ndjson'] as const) await expectAlike(exportOf(query, format), `${query} ${format}`);
  const policy = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata';
  const question = { policy, cluster: 'c', ...range };
  const answer = await expectAlike(
    ({ analysis }, caller) => told(analysis.simulate({ caller, question, signal })),
    'simulate',
  );
  expect(answer).toMatchObject({ events: { before: lines.length } });
});

test('events say that bodies are kept from them, of all the same', async () => {
  const found = await whole.analysis.export({
    caller: limited,
    question: { query: '', ...range, format: 'ndjson' },
    signal,
  });
  let count = 0;
  if (found.ok)
    for await (const piece of found.value.pieces)
      count += piece.toString().split(',"__redacted__":["requestObject","responseObject"]}\n').length - 1;
  expect(count).toBe(lines.length);
});
