import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEventSearch } from '../store/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../store/testkit.ts';
import { compileQuery, statementSettings } from './clickhouse/index.ts';
import type { TimeRange } from './types/index.ts';

const happened = Date.UTC(2026, 10, 20, 18) * 1000;
const received = happened + 3_600_000_000;
const scope = { clusterIds: ['late'], namespaces: null, bodies: true };
let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
  const event = { auditID: 'a', stage: 'ResponseComplete', verb: 'get', stageTimestamp: new Date(happened / 1000) };
  await insertLines(engine, 'late', [JSON.stringify(event)], received);
});
afterAll(() => engine.close());

async function countOf(range: TimeRange): Promise<number> {
  const context = { range, scope, clusters: [], timeZone: 'UTC', nowMicros: received };
  const compiled = compileQuery('verb: get | select count(*)', context);
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  const { sql, parameters } = compiled.value;
  const { rows } = await engine.rows(sql, { parameters, settings: { ...statementSettings, readonly: 1 } });
  return Number(rows[0]?.[0]);
}

describe('a range is half open, over the time of the event or over that of its receipt', () => {
  test.each([
    { name: 'the event, by default', at: happened, range: {} },
    { name: 'the event', at: happened, range: { kind: 'event' } },
    { name: 'receipt', at: received, range: { kind: 'received' } },
  ] as const)('$name', async ({ at, range }) => {
    const search = createEventSearch(engine, { seconds: 30, memoryBytes: 1 << 30, threads: 2 });
    const windows = [
      { fromMicros: at, toMicros: at + 1, ...range },
      { fromMicros: at - 1, toMicros: at, ...range },
      { fromMicros: at + 1, toMicros: at + 2, ...range },
    ];
    for (const [index, window] of windows.entries()) {
      const expected = index === 0 ? 1 : 0;
      expect(await countOf(window)).toBe(expected);
      const selection = { condition: '1', parameters: {}, range: window, scope };
      const page = await search.page({ ...selection, order: 'asc', limit: 10, cursor: undefined });
      expect(page).toHaveLength(expected);
      const buckets = await search.histogram(selection, 10);
      expect(buckets.map(({ count }) => count)).toEqual([expected]);
    }
  });
});
