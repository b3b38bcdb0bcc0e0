import { describe, expect, test } from 'vitest';
import { compileQuery } from './query.ts';
import { compileStatement } from './statement.ts';
import type { StatementContext } from './statement-context.ts';

const context: StatementContext = {
  range: { fromMicros: 0, toMicros: 1_000_000 },
  scope: { clusterIds: ['c1'], namespaces: ['team-a', ''], bodies: true },
  logs: [{ name: 'audit-c2', clusterId: 'c2' }],
  clusters: [
    { id: 'c1', name: 'one' },
    { id: 'c2', name: 'two' },
  ],
  timeZone: 'UTC',
  nowMicros: 1_000_000,
};

function refusal(sql: string): string {
  const compiled = compileStatement(sql, context);
  if (compiled.ok) throw new Error(`accepted: ${compiled.value.sql}`);
  const [first] = compiled.diagnostics;
  expect(first?.from).toBeGreaterThanOrEqual(0);
  expect(first?.to).toBeGreaterThan(first?.from ?? 0);
  return `${first?.code}: ${first?.message}`;
}

describe('what a statement may not reach', () => {
  test.each([
    ['SELECT * FROM system.tables', "table-not-found: Table 'system.tables' does not exist"],
    ['SELECT * FROM events', "table-not-found: Table 'events' does not exist"],
    ['SELECT * FROM "audit-c3"', "table-not-found: Table 'audit-c3' does not exist; did you mean 'audit-c2'?"],
    ["SELECT file('/etc/passwd')", "function-not-found: Function 'file' not registered"],
    ["SELECT url('http://127.0.0.1')", "function-not-found: Function 'url' not registered"],
    ["SELECT dictGet('ip_location', 'city', 1)", "function-not-found: Function 'dictget' not registered"],
    ['SELECT system.version()', "function-not-found: Function 'system.version' not registered"],
    ['SET max_threads = 1', 'not-a-query: SET is not supported'],
    ['set session mode = scan; SELECT verb', 'not-a-query: SET is not supported'],
    ["where verb = 'get' | extend a = upper(verb)", "not-a-query: SPL is not supported ('where')"],
    ['.let x = * | where a; $x | project b', "not-a-query: SPL is not supported ('.')"],
    ['parse-json requestObject', "not-a-query: SPL is not supported ('parse')"],
    ["SELECT * FROM file('/etc/passwd')", "unsupported-syntax: Table function 'file' is not supported"],
    ["SELECT * FROM url('http://127.0.0.1/', CSV)", "unsupported-syntax: Table function 'url' is not supported"],
    [
      "SELECT * FROM remote('127.0.0.1', system.tables)",
      "unsupported-syntax: Table function 'remote' is not supported",
    ],
    ['SELECT * FROM numbers(10)', "unsupported-syntax: Table function 'numbers' is not supported"],
    ['SELECT * FROM log JOIN merge(x) ON true', "unsupported-syntax: Table function 'merge' is not supported"],
    ["SELECT * FROM log WHERE verb = ('get' 'x')", "syntax-error: 'x' is not valid at this position"],
    ["SELECT verb FROM log INTO OUTFILE '/tmp/x'", 'syntax-error: '],
    ['SELECT verb FROM log FORMAT Null', 'syntax-error: '],
    ['EXPLAIN SELECT 1', 'not-a-query: Only SELECT statements are allowed'],
    ['CREATE TABLE t AS SELECT 1 AS x', 'not-a-query: Only SELECT statements are allowed'],
    ['DELETE FROM log', 'not-a-query: Only SELECT statements are allowed'],
    ['SHOW TABLES', 'not-a-query: Only SELECT statements are allowed'],
    ['USE system', 'not-a-query: Only SELECT statements are allowed'],
    ["CALL system.kill('x')", 'not-a-query: Only SELECT statements are allowed'],
    ['SELECT * FROM information_schema.tables', "table-not-found: Table 'information_schema.tables' does not exist"],
    ['SELECT * FROM ip_countries', "table-not-found: Table 'ip_countries' does not exist"],
    ["SELECT getSetting('max_threads')", "function-not-found: Function 'getsetting' not registered"],
    ['SELECT currentUser(), version()', "function-not-found: Function 'currentuser' not registered"],
    ['SELECT sleep(3)', "function-not-found: Function 'sleep' not registered"],
    ['SELECT 1; SELECT 2', 'several-statements: One statement at a time'],
    ['DROP TABLE log', 'not-a-query: Only SELECT statements are allowed'],
    ['INSERT INTO log SELECT 1', 'not-a-query: Only SELECT statements are allowed'],
    ['SELECT `verb` FROM log', 'syntax-error: Names are not quoted with backticks'],
    ['SELECT "a`b" FROM log', "column-not-found: Column 'a`b' cannot be resolved"],
    ["SELECT 'a' || char(0)", "function-not-found: Function 'char' not registered"],
    ['SELECT 1 SETTINGS max_threads = 1', 'syntax-error: '],
    ["SELECT * FROM TABLE(url('x'))", 'unsupported-syntax: A table function is not supported'],
    [
      'SELECT mobile_city(1)',
      "unsupported-function: Function 'mobile_city' is not supported: there is no data about phone numbers",
    ],
  ])('%s', (sql, message) => {
    expect(refusal(sql)).toContain(message);
  });

  test('a statement of 1 MB, 10,000 parentheses and other towers, at once', () => {
    expect(refusal(`SELECT '${'a'.repeat(1_000_000)}'`)).toContain('statement-too-long');
    expect(refusal(`SELECT ${'('.repeat(10_000)}1${')'.repeat(10_000)}`)).toContain('statement-too-complex');
    expect(refusal(`SELECT ${'NOT '.repeat(10_000)}true`)).toContain('statement-too-complex');
    expect(refusal(`SELECT ${'-'.repeat(1)}${' -'.repeat(10_000)} 1`)).toContain('statement-too-complex');
    expect(refusal(`SELECT 1${' + 1'.repeat(10_000)}`)).toContain('statement-too-complex');
    expect(refusal(`SELECT 1${' UNION SELECT 1'.repeat(5_000)}`)).toContain('statement-too-complex');
    expect(refusal(`SELECT ${'CASE WHEN true THEN '.repeat(500)}1${' END'.repeat(500)}`)).toContain(
      'statement-too-complex',
    );
  });

  test('named queries that double each other', () => {
    const doubling = Array.from(
      { length: 20 },
      (_, index) => `q${index + 1} AS (SELECT a.x FROM q${index} a CROSS JOIN q${index} b)`,
    );
    expect(refusal(`WITH q0 AS (SELECT 1 AS x), ${doubling.join(', ')} SELECT * FROM q20`)).toContain(
      'statement-too-complex',
    );
  });
});

describe('whose rows a statement reads', () => {
  test.each([
    'SELECT count(*) FROM log',
    'SELECT count(*)',
    'SELECT * FROM (SELECT verb FROM log) UNION ALL SELECT verb FROM log',
    'WITH log2 AS (SELECT verb FROM log) SELECT * FROM log2, log2 AS b',
    'WITH log AS (SELECT verb FROM log) SELECT * FROM log',
    'SELECT (SELECT max(__time__) FROM log) FROM log WHERE verb IN (SELECT verb FROM log) AND EXISTS (SELECT 1 FROM log)',
    'SELECT a.verb FROM log a LEFT JOIN log b ON a.auditID = b.auditID CROSS JOIN UNNEST(array[1]) AS t(x)',
    'SELECT "LOG".verb FROM "LoG"',
    'TABLE log',
    'SELECT diff[1] FROM (SELECT compare(c, 3600) AS diff FROM (SELECT count(*) AS c FROM log))',
    'SELECT count(*) FROM "audit-c2"',
  ])('%s', (sql) => {
    const compiled = compileStatement(sql, context);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    const { sql: text, parameters } = compiled.value;
    const reads = text.split('FROM events').length - 1;
    expect(reads).toBeGreaterThan(0);
    const list = String.raw`IN \{p\d+:Array\(String\)\}`;
    const one = String.raw`= \{p\d+:String\}`;
    const scope = new RegExp(`^ object_namespace ${list} AND (\\(.*\\) AND )?cluster_id (${list}|${one}) AND time >= `);
    for (const scan of text.split('FROM events WHERE').slice(1)) expect(scan).toMatch(scope);
    // The empty namespace would be every cluster-scoped request.
    const lists = Object.values(parameters).filter((value) => Array.isArray(value));
    expect(lists).toContainEqual(['team-a']);
    expect(lists.flat()).not.toContain('');
  });

  test('the search part narrows log, and not another log', () => {
    const compiled = compileQuery('verb: get | SELECT (SELECT count(*) FROM "audit-c2"), count(*) FROM log', context);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    expect(compiled.value.sql.split('verb').length - 1).toBeGreaterThan(0);
    const scans = compiled.value.sql.split('FROM events').slice(1);
    expect(scans.filter((scan) => scan.includes('verb'))).toHaveLength(1);
  });

  test('no text of the user is in the SQL', () => {
    const compiled = compileQuery(
      `verb: "x' OR 1" | SELECT 'it''s {p0:String}' AS "a\`b", verb FROM log WHERE verb = '\\'`,
      context,
    );
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    expect(compiled.value.sql).not.toMatch(/it.s|a`b|OR 1/);
    expect(Object.values(compiled.value.parameters)).toContain("it's {p0:String}");
    expect(compiled.value.columns[0]?.name).toBe('a`b');
  });
});
