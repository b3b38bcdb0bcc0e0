import { describe, expect, test } from 'vitest';
import { statementLimits } from '../sql/index.ts';
import { compileQuery } from './query.ts';
import type { CompiledStatement } from './statement.ts';

const list = (count: number, item: (index: number) => string, between = ', ') =>
  Array.from({ length: count }, (_, index) => item(index)).join(between);
const nested = (depth: number, before: string, inner: string, after: string) =>
  before.repeat(depth) + inner + after.repeat(depth);

function compile(statement: string, search = '*') {
  return compileQuery(`${search} | ${statement}`, {
    range: { fromMicros: 0, toMicros: 3_600_000_000 },
    scope: { clusterIds: null, namespaces: null, bodies: true },
    clusters: [],
    timeZone: 'UTC',
    nowMicros: 0,
  });
}

function accepted(statement: string): CompiledStatement {
  const compiled = compile(statement);
  if (!compiled.ok) throw new Error(`${compiled.diagnostics[0]?.message}: ${statement.slice(0, 200)}`);
  return compiled.value;
}

/** Statements that grow with a number of equal parts, and parts with which they are still accepted. */
const growing: readonly { name: string; parts: number; of: (parts: number) => string }[] = [
  { name: 'aggregates', parts: 1000, of: (n) => `select ${list(n, (i) => `sum(${i})`)}` },
  { name: 'aggregates with FILTER', parts: 1000, of: (n) => `select ${list(n, (i) => `count_if(verb = '${i}')`)}` },
  {
    name: 'aggregates of HAVING',
    parts: 3000,
    of: (n) => `select 1 having ${list(n, (i) => `sum(${i}) > 0`, ' and ')}`,
  },
  { name: 'columns', parts: 1000, of: (n) => `select ${list(n, (i) => `length(verb) + ${i}`)}` },
  { name: 'members of a body', parts: 500, of: (n) => `select ${list(n, (i) => `"requestObject.a${i}"`)}` },
  {
    name: 'distinct counts',
    parts: 500,
    of: (n) => `select ${list(n, (i) => `count(distinct "requestObject.a${i}")`)}`,
  },
  {
    name: 'keys of GROUP BY',
    parts: 500,
    of: (n) => `select ${list(n, (i) => `verb || '${i}'`)} group by ${list(n, (i) => `verb || '${i}'`)}`,
  },
  { name: 'keys of ORDER BY', parts: 1000, of: (n) => `select verb order by ${list(n, (i) => `verb || '${i}'`)}` },
  { name: 'texts of IN', parts: 10_000, of: (n) => `select 1 where verb in (${list(n, (i) => `'v${i}'`)})` },
  { name: 'numbers of IN', parts: 10_000, of: (n) => `select 1 where "responseStatus.code" in (${list(n, String)})` },
  {
    name: 'branches of CASE',
    parts: 3000,
    of: (n) => `select case ${list(n, (i) => `when verb = '${i}' then ${i}`, ' ')} end`,
  },
  { name: 'terms of AND', parts: 4000, of: (n) => `select 1 where ${list(n, (i) => `verb = '${i}'`, ' and ')}` },
  { name: 'terms of OR', parts: 4000, of: (n) => `select 1 where ${list(n, (i) => `verb = '${i}'`, ' or ')}` },
  { name: 'arguments', parts: 10_000, of: (n) => `select greatest(${list(n, String)})` },
  { name: 'items of an array', parts: 10_000, of: (n) => `select array[${list(n, String)}]` },
  {
    name: 'rows of VALUES',
    parts: 4000,
    of: (n) => `select a from (values ${list(n, (i) => `(${i}, '${i}')`)}) t(a, b)`,
  },
  {
    name: 'window functions',
    parts: 1000,
    of: (n) => `select ${list(n, (i) => `row_number() over (order by verb || '${i}')`)}`,
  },
  { name: 'lambdas', parts: 1000, of: (n) => `select ${list(n, (i) => `transform(array[${i}], x -> x + ${i})`)}` },
  {
    name: 'queries of WITH',
    parts: 240,
    of: (n) => `with ${list(n, (i) => `t${i} as (select ${i} as a)`)} select * from t0`,
  },
  {
    name: 'joins',
    parts: 100,
    of: (n) => `select 1 from log a ${list(n, (i) => `join log b${i} on a.verb = b${i}.verb`, ' ')}`,
  },
  { name: 'tables of UNION', parts: 240, of: (n) => list(n, () => 'select verb from log', ' union all ') },
  {
    name: 'scalar subqueries',
    parts: 240,
    of: (n) => `select ${list(n, (i) => `(select count(*) from log where verb = '${i}')`)}`,
  },
  {
    name: 'names of a subquery',
    parts: 1000,
    of: (n) => `select ${list(n, (i) => `t.c${i}`)} from (select ${list(n, (i) => `${i} as c${i}`)}) t`,
  },
  { name: 'nested calls', parts: 44, of: (n) => `select ${nested(n, 'lower(', 'verb', ')')}` },
  { name: 'nested conditions', parts: 44, of: (n) => `select ${nested(n, "if(verb = 'a', ", 'verb', ", 'x')")}` },
  { name: 'nested queries', parts: 7, of: (n) => nested(n, 'select * from (', 'select verb from log', ')') },
  { name: 'nested scalar queries', parts: 7, of: (n) => `select ${nested(n, '(select max(', '1', ') from log)')}` },
  { name: 'operators in a row', parts: 250, of: (n) => `select ${list(n, () => 'verb', ' || ')}` },
];

describe('the work of compiling grows as the statement does', () => {
  test.each(growing)('$name', ({ parts, of }) => {
    const [half, whole] = [accepted(of(parts / 2)).work.steps, accepted(of(parts)).work.steps];
    // Twice as many parts are at most twice the work, and each part is looked at a few times.
    expect(whole).toBeLessThanOrEqual(2 * half + 50);
    expect(whole / parts).toBeLessThan(60);
    expect(whole).toBeLessThan(statementLimits.steps / 2);
  });
});

/** Statements beyond each limit, and those that are small and become large. */
const beyond: readonly (readonly [keyof typeof statementLimits, string, string])[] = [
  ['characters', 'a long text', `select '${'a'.repeat(100_000)}'`],
  ['words', 'many words', `select ${list(9000, (i) => `(${i})`)}`],
  ['items', 'a long list', `select 1 where 1 in (${list(10_001, String)})`],
  ['nesting', 'parentheses', `select ${nested(49, '(', '1', ')')}`],
  ['chain', 'operators', `select ${list(252, () => '1', ' + ')}`],
  ['columns', 'aggregates', `select ${list(4800, (i) => `sum(${i})`)}`],
  ['columns', 'members of a body', `select ${list(4000, (i) => `"requestObject.a${i}"`)}`],
  ['columns', 'stars', `select ${list(1000, () => '*')} from log`],
  [
    'columns',
    'the same key of GROUP BY',
    `select concat(verb, ${list(3000, (i) => `'${i}'`)}) as a group by ${list(3000, () => 'a')}`,
  ],
  ['columns', 'the same key of ORDER BY', `select verb order by ${list(3000, () => '1')}`],
  ['columns', 'columns of VALUES', `select 1 from (values (${list(1001, String)}))`],
  [
    'columns',
    'columns of USING',
    `select 1 from log a join log b using (${list(1001, (i) => `"requestObject.a${i}"`)})`,
  ],
  ['joins', 'tables behind commas', `select 1 from ${list(102, (i) => `log t${i}`)}`],
  ['joins', 'joins', `select 1 from log t ${list(101, (i) => `cross join log t${i}`, ' ')}`],
  [
    'queries',
    'queries that double',
    `with t0 as (select verb from log), ${list(9, (i) => `t${i + 1} as (select * from t${i} union all select * from t${i})`)} select * from t9`,
  ],
  [
    'values',
    'lambdas that are tried with each signature',
    `select ${nested(20, 'transform(array[1], x -> ', 'x', ')')}`,
  ],
  ['subqueries', 'scalar subqueries', `select ${nested(9, '(select max(', '1', ') from log)')}`],
  ['subqueries', 'subqueries that are not closed', `select ${'(select '.repeat(12)}`],
  ['subqueries', 'subqueries of FROM', nested(9, 'select * from (', 'select 1', ')')],
  ['steps', 'a value that BETWEEN repeats', `select ${nested(44, '(', 'true', ' between false and true)')}`],
  [
    'steps',
    'an operand that CASE repeats',
    `select ${nested(44, 'case ', 'verb', " when 'a' then 'b' when 'b' then 'c' end")}`,
  ],
  [
    'steps',
    'a long alias that is ordered by',
    `select concat(${list(3000, (i) => `'${i}'`)}) as a from log order by ${list(900, () => 'a')}`,
  ],
];

describe('beyond a limit a statement is refused, by the name of the limit', () => {
  test.each(beyond)('%s: %s', (limit, _, statement) => {
    const compiled = compile(statement);
    const [first] = compiled.diagnostics;
    expect(compiled.ok).toBe(false);
    expect(first?.code).toMatch(/^statement-too-(?:complex|long)$/);
    expect(first?.hint).toContain(`the limit "${limit}" is ${statementLimits[limit].toLocaleString('en')}`);
    expect(first?.to).toBeGreaterThan(first?.from ?? 0);
  });

  test('what doubles with each level ends in steps or in output, whichever comes first', () => {
    const [first] = compile(`select ${nested(44, 'nullif(', 'verb', ", 'a')")}`).diagnostics;
    expect(first?.hint).toMatch(/^the limit "(?:steps|output)" is /);
  });

  test('a search that becomes too large', () => {
    const path = list(24, (i) => `a${i}`, '.');
    const search = list(240, (i) => `requestObject.${path.slice(0, 20 + (i % 40))}: ${i}`, ' or ').slice(0, 9_950);
    const whole = search.slice(0, search.lastIndexOf(' or '));
    const [first] = compile(
      'select 1',
      whole.replaceAll(/requestObject\.\S+:/g, `requestObject.${list(20, () => 'b', '.')}:`),
    ).diagnostics;
    expect(first?.code).toMatch(/^search-too-long$/);
    expect(first?.hint).toBeTruthy();
  });
});
