import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Diagnostic } from '../../base/index.ts';
import { EngineError } from '../../engine/index.ts';
import { parseBlockList, replaceBlockLists } from '../../store/reference/block-lists.ts';
import { replaceReference } from '../../store/reference/reference-rows.ts';
import { insertLines, startTestEngine } from '../../store/testkit.ts';
import { decodeRows, type Value } from '../clickhouse/decode-rows.ts';
import { explainFailure } from '../clickhouse/failures.ts';
import { compileQuery } from '../clickhouse/query.ts';
import { statementSettings } from '../clickhouse/settings.ts';
import type { CompiledStatement } from '../clickhouse/statement.ts';

/** What a statement gave: rows, or the first thing that is wrong with it or its data. */
export type Outcome =
  | { readonly statement: CompiledStatement; readonly rows: readonly (readonly Value[])[]; readonly wrong?: undefined }
  | { readonly statement?: CompiledStatement; readonly wrong: Pick<Diagnostic, 'code' | 'message' | 'from' | 'to'> };

export interface Corpus {
  /** Runs `search | SQL` over the five events of events.yaml, from 10:00 to 10:05. */
  run(query: string, timeZone?: string): Promise<Outcome>;
  close(): Promise<void>;
}

/** Reads a YAML file of this folder. */
export function readCorpus(file: string): unknown {
  return parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}

/** Starts an engine with the events of events.yaml, some places and a block list. */
export async function startCorpus(): Promise<Corpus> {
  const engine = await startTestEngine();
  await insertLines(engine, 'corpus', eventLines());
  await replaceBlockLists(engine, parseBlockList('203.0.113.0/24\nevil.example\nhttps://evil.example/a'));
  const america = ['US', 'United States', '美国'];
  await replaceReference(engine, 'ip_countries', [['2001:4860::/32', ...america]]);
  const city = ['California', '加利福尼亚州', 'Mountain View', '山景城', 'Google', '37,-122'];
  await replaceReference(engine, 'ip_places', [['8.8.8.0/24', ...america, ...city]]);
  return {
    close: () => engine.close(),
    async run(query, timeZone = 'UTC') {
      const compiled = compileQuery(query, {
        range: { fromMicros: Date.UTC(2026, 10, 20, 10) * 1000, toMicros: Date.UTC(2026, 10, 20, 10, 5) * 1000 },
        scope: { clusterIds: ['corpus'], namespaces: null, bodies: true },
        clusters: [{ id: 'corpus', name: 'corpus' }],
        timeZone,
        nowMicros: Date.UTC(2026, 10, 20, 10, 10) * 1000,
      });
      if (!compiled.ok) return { wrong: compiled.diagnostics[0] ?? { code: 'none', message: '' } };
      const statement = compiled.value;
      const { sql, parameters, types } = statement;
      try {
        const answer = await engine.rows(sql, { parameters, settings: { ...statementSettings, readonly: 1 } });
        return { statement, rows: decodeRows(types, answer.rows) };
      } catch (error) {
        const wrong = error instanceof EngineError ? explainFailure(statement, error) : null;
        if (wrong === null) throw new Error(`${query}: ${String(error)}`, { cause: error });
        return { statement, wrong };
      }
    },
  };
}

function eventLines(): string[] {
  const [first = {}, ...others] = z.array(z.record(z.string(), z.unknown())).parse(readCorpus('./events.yaml'));
  return [first, ...others.map((event) => ({ ...first, ...event }))].map((event) => {
    const { objectRef, requestReceivedTimestamp = event['stageTimestamp'], ...rest } = event;
    const base = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', level: 'RequestResponse' };
    return JSON.stringify({ ...base, ...rest, ...(objectRef ? { objectRef } : {}), requestReceivedTimestamp });
  });
}
