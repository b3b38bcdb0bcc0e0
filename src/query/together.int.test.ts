import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordedLines } from '../../test/support/recorded.ts';
import { insertLines, startTestEngine, type TestEngine } from '../store/testkit.ts';
import { compileQuery, type CompiledStatement, compileTogether, statementSettings } from './clickhouse/index.ts';
import type { Scope } from './types/index.ts';

let engine: TestEngine;
let rest: {
  readonly range: { fromMicros: number; toMicros: number };
  clusters: [];
  timeZone: string;
  nowMicros: number;
};
beforeAll(async () => {
  engine = await startTestEngine();
  const lines = recordedLines('ack-v1').map(String);
  await insertLines(engine, 'c', lines);
  const times = lines.map((line) => Date.parse((JSON.parse(line) as { stageTimestamp: string }).stageTimestamp));
  const range = { fromMicros: Math.min(...times) * 1000 + 60_000_000, toMicros: Math.max(...times) * 1000 };
  rest = { range, clusters: [], timeZone: 'UTC', nowMicros: 0 };
});
afterAll(() => engine.close());

/** Each gives one row of what it finds. */
const ofOperations = [
  '* | select count(*) as n from operations',
  'user.username: * not user.username: #"system:" | select count(*) as n from operations',
  'responseStatus.code: 401 or responseStatus.code: 403 | select count(*) as n from operations limit 1',
  `* | select count_if("responseStatus.code" < 300 and stage <> 'ResponseStarted') as a, count_if(stage = 'ResponseStarted') as b from operations`,
  `verb: get | select round(100.0 * count_if("responseStatus.code" < 400) / nullif(count(*), 0), 2) as rate, count(*) filter (where verb = 'get') as n from operations`,
  'verb: nothing | select count(*) as n, max(verb) as m, avg("responseStatus.code") as a from operations',
  `objectRef.resource: pods | select count(distinct "user.username") as users, min("responseStatus.code") as least, max_by(verb, "responseStatus.code") as verb from operations where verb in ('get', 'list')`,
  'verb: watch | select n as more from (select count(*) as n from operations) order by 1',
  'verb: watch | select map_agg(verb, "responseStatus.code") as codes, array_agg(distinct verb) as verbs from operations',
  'verb: watch | select bool_and(stage = \'ResponseStarted\') as each, approx_distinct("user.username") as about from operations',
];
const ofLog = [
  '* | select count(*) as n from log',
  'stage: Panic | select count(*) as n, max(__time__) as latest from log',
];
/** Each is asked alone: for its groups, for what it reads, for what may fail, or because it is wrong. */
const alone = [
  'verb: get | select verb, count(*) as n from operations group by verb',
  'nginx | select count(*) as n from operations',
  'verb: get | select max(cast(verb as bigint)) as n from operations',
  'verb: get | select sum("responseStatus.code") as n from operations',
  'verb: get | select count(*) as n from (select distinct verb from operations)',
  'verb: get | select count(*) as n from operations having count(*) > 10000',
  'verb: get | select count(*) as n from operations limit 0',
  'verb: get | select (select count(*) from log) as n, count(*) from operations',
  'verb: get | select count(*) as n from history',
  'verb: get | select count(*) as n, array_agg(requestURI) as a from operations',
  'verb: get | select nonsense(verb) from operations',
  'verb: ( | select count(*) as n from operations',
  'verb: get',
];

async function rowsOf({ sql, parameters }: CompiledStatement): Promise<readonly (readonly unknown[])[]> {
  return (await engine.rows(sql, { parameters, settings: { ...statementSettings, readonly: 1 } })).rows;
}

async function expectAlike(queries: readonly string[], scope: Scope): Promise<void> {
  const given = new Map<number, unknown>();
  for (const { statement, parts } of compileTogether(queries, { ...rest, scope })) {
    const [row = [], ...others] = await rowsOf(statement);
    expect(others).toEqual([]);
    for (const { query, from, to } of parts) {
      given.set(query, { row: row.slice(from, to), columns: statement.columns.slice(from, to) });
    }
  }
  expect(given.size).toBe(queries.length);
  for (const [index, query] of queries.entries()) {
    const compiled = compileQuery(query, { ...rest, scope });
    if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
    const { columns } = compiled.value;
    expect({ query, given: given.get(index) }).toEqual({
      query,
      given: { row: (await rowsOf(compiled.value))[0], columns },
    });
  }
}

describe('queries of one row give together what they give alone', () => {
  const scope: Scope = { clusterIds: ['c'], namespaces: null, bodies: true };

  test('of operations and of the log', () => expectAlike([...ofOperations, ...ofLog], scope));

  test('each two of them', async () => {
    for (const [index, query] of ofOperations.entries()) {
      await expectAlike([query, ofOperations[(index + 1) % ofOperations.length] ?? ''], scope);
    }
  });

  test('with a search that all have', () =>
    expectAlike(
      ofOperations.map((query) => `objectRef.namespace == kube-system and (${query.replace(' |', ') |')}`),
      scope,
    ));

  test('for callers who see less', async () => {
    await expectAlike(ofOperations, { ...scope, namespaces: ['kube-system'] });
    await expectAlike(ofOperations, { ...scope, bodies: false });
    await expectAlike(ofOperations, { ...scope, clusterIds: [] });
  });

  test('others are asked alone', () => {
    const parts = (queries: readonly string[]) =>
      compileTogether(queries, { ...rest, scope }).flatMap((together) => together.parts.map(({ query }) => query));
    expect(parts([...ofOperations.slice(0, 2), ...alone])).toEqual([0, 1]);
    expect(parts([...ofOperations.slice(0, 1), ...ofLog.slice(0, 1)])).toEqual([]);
    expect(parts([])).toEqual([]);
  });
});
