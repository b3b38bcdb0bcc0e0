import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { said, textOf } from '../base/index.ts';
import {
  createJudge,
  type LoadedTest,
  type RuleTestOutcome,
  runRuleTests,
  type TestedStore,
  type TestEvents,
} from '../alert/index.ts';
import { type AnalysisDeps, createAnalysis, createIsolation } from '../analysis/index.ts';
import { BlockWriter, EventReader } from '../audit/index.ts';
import { createLifecycle, createLogger, systemClock } from '../platform/index.ts';
import { type Cluster, openRecords, type Records } from '../records/index.ts';
import type { AlertRule } from '../rules/index.ts';
import { createEventSearch, createReferenceData, createStatementRunner } from '../store/index.ts';
import { composeStore } from './store.ts';

const limits = { seconds: 55, memoryBytes: 2 ** 30, rows: 1_000_000, threads: 2 };

/** Runs the tests that rules carry. Where one has events, an engine of its own is started in a temporary folder, and ends with it. */
export async function testRules(rules: readonly AlertRule[]): Promise<readonly RuleTestOutcome[]> {
  const judge = createJudge(systemClock);
  try {
    return await runRuleTests(rules, { openStore: openTestedStore, judge });
  } finally {
    await judge.close();
  }
}

/** Opens an empty store in a temporary folder, which goes with it. */
export async function openTestedStore(): Promise<TestedStore> {
  const data = await mkdtemp(path.join(tmpdir(), 'whodunit-alert-test-'));
  const logger = createLogger('silent');
  const clock = systemClock;
  const lifecycle = createLifecycle(logger);
  const close = async (): Promise<void> => {
    await lifecycle.close();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const records = lifecycle.own('records', openRecords({ path: path.join(data, 'records.db'), clock }));
    const { running, engine, writer } = await composeStore({
      data,
      clickhouseUrl: undefined,
      lifecycle,
      clock,
      logger,
    });
    const isolation = lifecycle.own('isolation', createIsolation(clock));
    const shared = {
      search: createEventSearch(engine, limits),
      statements: createStatementRunner(engine, limits),
      referenceData: createReferenceData(engine, data),
      isolation,
      clock,
      timeZone: 'UTC',
    };
    await Promise.race([running.whenReady, running.whenRefused.then((error) => Promise.reject(error))]);
    return {
      async load(tests) {
        const filler = createFiller((block) => writer.insert(block, ''));
        const loaded: LoadedTest[] = [];
        for (const test of tests) {
          const id = `test-${randomUUID()}`;
          const problem = await loadTest(test, id, filler);
          const seen = { ...shared, records: seeingOnly(records, { id, name: test.cluster }) };
          loaded.push(problem === undefined ? { analysis: createAnalysis(seen) } : { problem });
        }
        await filler.finish();
        return loaded;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Gathers events and inserts them, many at a time. */
interface Filler {
  add(reader: EventReader, clusterId: string): Promise<void>;
  finish(): Promise<void>;
}

const insertedAtOnce = 20_000;

function createFiller(insert: (block: Uint8Array) => Promise<void>): Filler {
  let block = new BlockWriter();
  let count = 0;
  const finish = async (): Promise<void> => {
    if (count === 0) return;
    await insert(block.finish().bytes);
    block = new BlockWriter();
    count = 0;
  };
  return {
    async add({ row }, clusterId) {
      block.write(row, clusterId);
      count += 1;
      if (count === insertedAtOnce) await finish();
    },
    finish,
  };
}

/** Puts the events of a test into a cluster. Gives what is wrong with the first that cannot be read. */
async function loadTest({ lines }: TestEvents, clusterId: string, filler: Filler): Promise<string | undefined> {
  const reader = new EventReader();
  for (const [index, { text, receivedAtMicros }] of lines.entries()) {
    const bytes = Buffer.from(text);
    const reason = reader.read(bytes, 0, bytes.length, receivedAtMicros);
    if (reason) return textOf(said`event ${index + 1} of the test cannot be read: ${reason}`);
    await filler.add(reader, clusterId);
  }
  return undefined;
}

/** Records in which there is one cluster. */
function seeingOnly(records: Records, { id, name }: Pick<Cluster, 'id' | 'name'>): AnalysisDeps['records'] {
  const logstore = `audit-${id}`;
  const cluster = {
    id,
    name,
    logstore,
    project: 'test',
    kind: 'self-managed',
    retentionDays: 30,
    status: 'enabled',
    redaction: '',
    createdAt: 0,
  } as const;
  return { ...records, clusters: { ...records.clusters, list: () => Promise.resolve([cluster]) } };
}
