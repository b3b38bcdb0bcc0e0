import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { EngineError } from '../../store/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { decodeRows } from '../compile/decode-rows.ts';
import { compileQuery } from '../compile/query.ts';
import { statementSettings } from '../compile/settings.ts';

const Case = z.strictObject({
  name: z.string(),
  query: z.string(),
  timeZone: z.string().default('UTC'),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })).optional(),
  rows: z.array(z.array(z.unknown())).optional(),
  /** What the compiled SQL begins with. */
  sql: z.string().optional(),
  functions: z.array(z.string()).optional(),
  error: z.strictObject({ code: z.string(), message: z.string().optional(), at: z.string().optional() }).optional(),
});

function read(file: string): unknown {
  return parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}

const cases = z.array(Case).parse(read('./sls.yaml'));
let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
  const [first = {}, ...others] = z.array(z.record(z.string(), z.unknown())).parse(read('./events.yaml'));
  const events = [first, ...others.map((event) => ({ ...first, ...event }))].map((event) => {
    const { objectRef, requestReceivedTimestamp = event['stageTimestamp'], ...rest } = event;
    const base = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', level: 'RequestResponse' };
    return { ...base, ...rest, ...(objectRef ? { objectRef } : {}), requestReceivedTimestamp };
  });
  await insertLines(
    engine,
    'corpus',
    events.map((event) => JSON.stringify(event)),
  );
}, 60_000);
afterAll(() => engine.close());

describe('statements of SLS over five events', () => {
  test.each(cases)('$name', async (item) => {
    const compiled = compileQuery(item.query, {
      range: {
        fromMicros: Date.parse('2026-11-20T10:00:00Z') * 1000,
        toMicros: Date.parse('2026-11-20T10:05:00Z') * 1000,
      },
      scope: { clusterIds: ['corpus'], namespaces: null },
      clusters: [{ id: 'corpus', name: 'corpus' }],
      timeZone: item.timeZone,
      nowMicros: Date.parse('2026-11-20T10:10:00Z') * 1000,
    });
    const check = (
      found: { readonly code: string; readonly message: string; readonly from?: number; readonly to?: number } | null,
    ) => {
      expect(found?.code).toBe(item.error?.code);
      if (item.error?.message !== undefined) expect(found?.message).toBe(item.error.message);
      if (item.error?.at !== undefined) expect(item.query.slice(found?.from, found?.to)).toBe(item.error.at);
    };
    if (!compiled.ok) return check(compiled.diagnostics[0] ?? null);
    const { sql, parameters, types, columns, meta, explain } = compiled.value;
    if (item.sql !== undefined) expect(sql.startsWith(item.sql)).toBe(true);
    if (item.columns) expect(columns).toEqual(item.columns);
    if (item.functions) expect(meta.functions).toEqual(item.functions);
    try {
      const answer = await engine.rows(sql, { parameters, settings: { ...statementSettings, readonly: 1 } });
      expect(item.error).toBeUndefined();
      expect(decodeRows(types, answer.rows)).toEqual(item.rows);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      check(explain(error));
    }
  });
});
