import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordedLines } from '../../test/support/recorded.ts';
import { insertLines, startTestEngine, type TestEngine } from '../store/testkit.ts';
import { compilePasses, compileQuery, statementSettings } from './clickhouse/index.ts';
import type { Scope } from './types/index.ts';

let engine: TestEngine;
let rest: {
  readonly range: { fromMicros: number; toMicros: number };
  clusters: [{ id: string; name: string }];
  timeZone: string;
  nowMicros: number;
};
beforeAll(async () => {
  engine = await startTestEngine();
  const lines = recordedLines('ack-v1').map(String);
  await insertLines(engine, 'c', lines);
  const times = lines.map((line) => Date.parse((JSON.parse(line) as { stageTimestamp: string }).stageTimestamp));
  const range = { fromMicros: Math.min(...times) * 1000 + 60_000_000, toMicros: Math.max(...times) * 1000 };
  rest = { range, clusters: [{ id: 'c', name: 'one' }], timeZone: 'Asia/Tokyo', nowMicros: 0 };
});
afterAll(() => engine.close());

const ofOperations = [
  '* | select verb, count(*) as n from operations group by verb order by n desc, verb limit 5',
  `* | select "user.username" as u, count_if("responseStatus.code" in (401, 403)) as refused from operations group by u order by refused desc, u limit 1000`,
  `user.username: * not user.username: #"system:" | select __cluster__ as cluster, max(__time__) as latest, array_agg(distinct verb) as verbs from operations group by 1`,
  `verb: get | select __time__ - __time__ % 60 as minute, count(distinct "objectRef.resource") as kinds, avg("responseStatus.code") as code from operations group by minute order by minute limit 1000`,
  `* | select json_extract_scalar(sourceIPs, '$[0]') as address, sum(n) as n from (select sourceIPs, count(*) as n from operations group by sourceIPs) group by address order by n desc, address limit 3`,
  `verb: nothing | select verb, count(*) as n from operations group by verb order by n`,
  `* | select "objectRef.namespace" as ns, "responseStatus.code" as code, count(*) as n from operations group by ns, code having count(*) > 20 order by n, ns, code limit 1000`,
];
const ofLog = [
  '* | select stage, count(*) as n from log group by stage order by stage',
  '* | select stage, verb, min(__time__) as first from log group by stage, verb order by 3, 1, 2 limit 7',
];
/** What reads more than the log's events, once, or of them what takes long to read; and what is wrong. */
const alone = [
  'nginx | select verb, count(*) as n from operations group by verb',
  '* | select requestURI, count(*) as n from operations group by requestURI',
  '* | select verb, count(*) as n from history group by verb',
  '* | select a.verb, count(*) as n from operations as a join operations as b on a.verb = b.verb group by a.verb',
  '* | select verb, (select count(*) from log) as n from operations group by verb',
  '* | select nonsense(verb), count(*) from operations group by 1',
  'verb: ( | select verb, count(*) from operations group by verb',
  'verb: get',
];

const numbered = (queries: readonly string[]): ReadonlyMap<number, string> => new Map(queries.entries());

async function rowsOf({
  sql,
  parameters,
  settings = {},
}: {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, number>>;
}): Promise<readonly (readonly unknown[])[]> {
  return (await engine.rows(sql, { parameters, settings: { ...statementSettings, readonly: 1, ...settings } })).rows;
}

async function expectAlike(queries: readonly string[], scope: Scope): Promise<void> {
  const given = new Map<number, unknown>();
  for (const { statement, parts } of compilePasses(numbered(queries), { ...rest, scope })) {
    const rows = await rowsOf(statement);
    for (const [index, { query, columns }] of parts.entries()) {
      const lines = rows.flatMap(([part, , line]) => (Number(part) === index ? [JSON.parse(String(line))] : []));
      given.set(query, { rows: lines, columns });
    }
  }
  expect(given.size).toBe(queries.length);
  for (const [index, query] of queries.entries()) {
    const compiled = compileQuery(query, { ...rest, scope });
    if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
    const rows = await rowsOf(compiled.value);
    expect({ query, given: given.get(index) }).toEqual({ query, given: { rows, columns: compiled.value.columns } });
  }
}

const everything: Scope = { clusterIds: ['c'], namespaces: null, bodies: true };

test('queries of groups give in one pass, in their order, what they give alone', async () => {
  await expectAlike([...ofOperations, ...ofLog], everything);
  expect(compilePasses(numbered([...ofOperations, ...ofLog]), { ...rest, scope: everything })).toHaveLength(2);
});

test('with a search that all have, and each two of them', async () => {
  const both = ofOperations.map((query) => `objectRef.namespace == kube-system and (${query.replace(' |', ') |')}`);
  await expectAlike(both, everything);
  for (const [index, query] of ofOperations.entries())
    await expectAlike([query, ofOperations[(index + 1) % ofOperations.length] ?? ''], everything);
});

test('for callers who see less', async () => {
  await expectAlike(ofOperations, { ...everything, namespaces: ['kube-system'] });
  await expectAlike(ofOperations, { ...everything, bodies: false });
  await expectAlike(ofOperations, { ...everything, clusterIds: [] });
});

test('the events are read once', async () => {
  const [pass] = compilePasses(numbered(ofOperations), { ...rest, scope: everything });
  if (!pass) throw new Error('there is no pass');
  const { sql, parameters, settings } = pass.statement;
  const explained = await engine.rows(`EXPLAIN ${sql}`, {
    parameters,
    settings: { ...statementSettings, ...settings },
  });
  const plan = explained.rows.map(([line]) => String(line)).join('\n');
  expect(plan.match(/MaterializingCTE \(/g)).toHaveLength(1);
  expect(plan.match(/ReadFromMemoryStorage/g)?.length).toBe(ofOperations.length);
});

test('others are asked alone, and so is what has nothing beside it', () => {
  const parts = (queries: readonly string[]) =>
    compilePasses(numbered(queries), { ...rest, scope: everything }).flatMap((pass) =>
      pass.parts.map(({ query }) => query),
    );
  expect(parts([...ofOperations.slice(0, 2), ...alone])).toEqual([0, 1]);
  expect(parts([...ofOperations.slice(0, 1), ...ofLog.slice(0, 1)])).toEqual([]);
  expect(parts([])).toEqual([]);
});
