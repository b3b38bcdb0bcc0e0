import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertLines, startTestEngine, type TestEngine } from '../store/testkit.ts';
import { compileQuery, statementSettings } from './clickhouse/index.ts';

const day = 86_400_000;
const begin = Date.UTC(2026, 10, 20);
let engine: TestEngine;

function eventOf(daysAfterBegin: number, username: string, namespace = 'prod'): string {
  const stageTimestamp = new Date(begin + daysAfterBegin * day).toISOString();
  const auditID = `${username}-${daysAfterBegin}`;
  return JSON.stringify({
    auditID,
    stage: 'ResponseComplete',
    verb: 'get',
    user: { username },
    objectRef: { resource: 'pods', namespace },
    stageTimestamp,
  });
}

beforeAll(async () => {
  engine = await startTestEngine();
  await insertLines(engine, 'c', [
    eventOf(-30.1, 'before'),
    eventOf(-30, 'first'),
    eventOf(-0.001, 'last', 'dev'),
    eventOf(0, 'begin'),
    eventOf(1.9, 'end'),
  ]);
});
afterAll(() => engine.close());

async function usersOf(query: string, namespaces: readonly string[] | null = null): Promise<unknown[]> {
  const compiled = compileQuery(query, {
    range: { fromMicros: begin * 1000, toMicros: (begin + 2 * day) * 1000 },
    scope: { clusterIds: ['c'], namespaces, bodies: true },
    clusters: [],
    timeZone: 'UTC',
    nowMicros: 0,
  });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  const { sql, parameters } = compiled.value;
  const { rows } = await engine.rows(sql, { parameters, settings: { ...statementSettings, readonly: 1 } });
  return rows.map(([user]) => user);
}

test('history is the thirty days up to the range, whatever is searched for', async () => {
  const select = 'select "user.username" as u from history order by u';
  expect(await usersOf(`* | ${select}`)).toEqual(['first', 'last']);
  expect(await usersOf(`user.username == "begin" | ${select}`)).toEqual(['first', 'last']);
});

test('a caller sees the history that they may see', async () => {
  expect(await usersOf('* | select "user.username" from history', ['dev'])).toEqual(['last']);
});

test('tells what is new', async () => {
  const query = `* | select now.u from (select distinct "user.username" as u from log) as now
    left join (select distinct "user.username" as u from history) as earlier on now.u = earlier.u
    where earlier.u is null and (select count(*) from history) > 0 order by 1`;
  expect(await usersOf(query)).toEqual(['begin', 'end']);
});
