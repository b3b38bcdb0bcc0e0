import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineError } from '../../engine/index.ts';
import { createEventSearch } from '../event-search.ts';
import { insertLines, startTestEngine, type TestEngine } from '../testkit.ts';
import type { Selection } from './selection.ts';

const startMs = Date.UTC(2026, 10, 20, 18);
const range = { fromMicros: startMs * 1000, toMicros: (startMs + 60_000) * 1000 };
const selection: Selection = {
  condition: 'verb = {s0:String}',
  parameters: { s0: 'get' },
  range,
  scope: { clusterIds: ['shop'], namespaces: null, bodies: true },
};
const expressions = [
  { text: 'user_username', parameters: {} },
  { text: 'concat(object_namespace, {field1_0:String})', parameters: { field1_0: '!' } },
  { text: 'nullIf(response_code, 0)', parameters: {} },
];
const limits = { seconds: 30, memoryBytes: 1 << 30, threads: 2 };
let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
  const lines = Array.from({ length: 200 }, (_, index) =>
    JSON.stringify({
      auditID: `event-${index}`,
      stage: 'ResponseComplete',
      verb: index % 10 === 0 ? 'list' : 'get',
      user: { username: `user-${index % 7}` },
      objectRef: { namespace: index % 3 === 0 ? 'a' : 'b' },
      ...(index % 4 === 0 ? {} : { responseStatus: { code: index % 4 === 1 ? 403 : 200 } }),
      stageTimestamp: new Date(startMs + index).toISOString(),
    }),
  );
  await insertLines(engine, 'shop', lines);
});
afterAll(() => engine.close());

/** Counts the statements that look for the events. */
function watched(onStatement: (sql: string) => void): TestEngine {
  return {
    ...engine,
    rows: (sql, options) => {
      onStatement(sql);
      return engine.rows(sql, options);
    },
  };
}

test('values of several fields are counted in one statement, as each alone would be', async () => {
  const alone = createEventSearch(engine, limits);
  const wanted = await Promise.all(expressions.map((expression) => alone.facet(selection, expression, { limit: 3 })));
  const statements: string[] = [];
  const together = createEventSearch(
    watched((sql) => statements.push(sql)),
    limits,
  );
  expect(await together.facets(selection, expressions, { limit: 3 })).toEqual(wanted);
  expect(statements).toHaveLength(1);
  expect(wanted.map(({ values, distinct, total }) => [values.length, distinct, total])).toEqual([
    [3, 7, 180],
    [2, 2, 180],
    [3, 3, 180],
  ]);
});

test('where the events are more than the engine holds, each field is counted by itself', async () => {
  const search = createEventSearch(
    watched((sql) => {
      if (sql.includes('MATERIALIZED')) throw new EngineError('rows-read-limit', 'limit for rows to read exceeded');
    }),
    limits,
  );
  const [users] = await search.facets(selection, expressions, { limit: 1 });
  expect(users).toMatchObject({ distinct: 7, total: 180 });
});

test('a search that finds nothing has no values of any field', async () => {
  const nothing = { ...selection, parameters: { s0: 'watch' } };
  const search = createEventSearch(engine, limits);
  expect(await search.facets(nothing, expressions, { limit: 3 })).toEqual(
    expressions.map(() => ({ values: [], distinct: 0, total: 0 })),
  );
});
