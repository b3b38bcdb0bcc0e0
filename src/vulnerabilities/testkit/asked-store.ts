import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { localAdmin } from '../../access/index.ts';
import { createAnalysis } from '../../analysis/index.ts';
import { createIsolation } from '../../analysis/isolation/index.ts';
import { systemClock } from '../../platform/index.ts';
import { temporaryRecords } from '../../records/testkit.ts';
import { createEventSearch, createReferenceData, createStatementRunner } from '../../store/index.ts';
import { insertLines, startTestEngine } from '../../store/testkit.ts';

const range = { from: 0, to: '2200-01-01T00:00:00Z' };
const limits = { seconds: 55, memoryBytes: 2 ** 31, threads: 2, rows: 1_000_000 };

/** A store with the real engine, of which statements are asked as a caller asks them. */
export interface AskedStore {
  /** Adds a cluster with these events. */
  add(cluster: string, lines: readonly string[]): Promise<void>;
  /** The rows of a statement over one cluster. */
  ask(cluster: string, query: string): Promise<readonly (readonly unknown[])[]>;
  close(): Promise<void>;
}

export async function openAskedStore(): Promise<AskedStore> {
  const engine = await startTestEngine();
  const data = mkdtempSync(path.join(tmpdir(), 'whodunit-data-'));
  const kept = temporaryRecords();
  const isolation = createIsolation(systemClock);
  const analysis = createAnalysis({
    records: kept.records,
    search: createEventSearch(engine, limits),
    statements: createStatementRunner(engine, limits),
    referenceData: createReferenceData(engine, data),
    isolation,
    clock: kept.clock,
    timeZone: 'UTC',
  });
  const { signal } = new AbortController();
  return {
    async add(name, lines) {
      const { id } = await kept.records.clusters.add({ name, project: 'p', kind: 'self-managed', retentionDays: 30 });
      for (let at = 0; at < lines.length; at += 20_000) await insertLines(engine, id, lines.slice(at, at + 20_000));
    },
    async ask(cluster, query) {
      const question = { query, ...range, clusters: [cluster] };
      const answer = await analysis.statement({ caller: localAdmin, question, signal });
      if (!answer.ok) throw new Error(JSON.stringify(answer.diagnostics));
      return JSON.parse(Buffer.from(answer.value.rows).toString());
    },
    async close() {
      await engine.close();
      await isolation.close();
      await kept.remove();
      rmSync(data, { recursive: true });
    },
  };
}
