import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  compileQuery,
  compileSearch,
  decodeRows,
  explainFailure,
  parseSearch,
  printSql,
  searchTokens,
  splitStatement,
  statementSettings,
} from '../../src/query/index.ts';
import { readVectorEvents, readVectors } from '../../src/query/sql/testkit/vectors.ts';
import { scan } from '../../src/query/sql/scan.ts';
import { EngineError } from '../../src/engine/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../../src/store/testkit.ts';

/**
 * Searches and statements put together from pieces of others, and from signs. Whatever they are, compiling them gives a condition or a
 * statement, or diagnostics with a place, and the engine refuses none of the compiled ones for a reason that we cannot explain. `FUZZ_SECONDS`
 * and `FUZZ_SEED` set how long and from where. What it prints: counts, the slowest compilation, and how much the process grew.
 */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 20);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_121);
let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
  await insertLines(engine, 'fuzz', readVectorEvents());
}, 60_000);
afterAll(() => engine.close());

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function createRandom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = createRandom(seed);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const statements = [...readVectors('statements'), ...readVectors('expressions')].map((vector) => vector.sql);
const pieces = [
  '(',
  ')',
  ',',
  "'",
  '"',
  'NULL',
  '1',
  "'x'",
  '-',
  'log',
  '*',
  'SELECT',
  'FROM',
  '||',
  '[1]',
  'x -> x',
  '日本',
  '😀',
  '\\',
  '--',
  '/*',
  ';',
  '::',
  '0.1',
  'array[]',
];

function mutate(text: string): string {
  const tokens = scan(text).map((token) => token.text);
  const changes = 1 + Math.floor(random() * 3);
  for (let change = 0; change < changes; change++) {
    const at = Math.floor(random() * tokens.length);
    const other = scan(pick(statements)).map((token) => token.text);
    const kind = random();
    if (kind < 0.25) tokens.splice(at, 1);
    else if (kind < 0.5) tokens[at] = pick(other);
    else if (kind < 0.7) tokens.splice(at, 0, pick(pieces));
    else if (kind < 0.85) tokens.splice(at, 0, ...other.slice(Math.floor(random() * other.length)).slice(0, 6));
    else tokens.splice(at, Math.floor(random() * 5));
  }
  return tokens.join(' ');
}

const searches = [
  'verb : delete NOT user.username: node NOT user.username: serviceaccount',
  '(verb : update or verb : patch) and not objectRef.resource: leases',
  'responseStatus.code in [400 499) and responseStatus.code >= 403',
  'requestURI: #"address not allowed" or "two words" or web*d?y',
  '__tag__:k:v and key:"" not key:* "annotations.authorization.k8s.io/reason": "to User"',
  '* and objectRef.name: "\\"quoted\\"" 日本語 ÉCOLE',
];
const signs = [
  ...'()"*?:#\\=<>[]{}|\'`,;.-_/@$%^&~!+ \t\n0aZé日😀\u0000\u202e\ud800',
  ' in ',
  ' and ',
  ' or ',
  ' NOT ',
  '>=',
  '1e999',
];

/** A search made of others, or of signs alone. */
function strangeSearch(): string {
  if (random() < 0.3) return Array.from({ length: 1 + Math.floor(random() * 40) }, () => pick(signs)).join('');
  const words = pick(searches).split(/(?<=[ :()])|(?=[ :()"])/);
  for (let change = 0; change < 1 + random() * 4; change++) {
    const at = Math.floor(random() * words.length);
    const kind = random();
    if (kind < 0.25) words.splice(at, 1);
    else if (kind < 0.5) words.splice(at, 0, pick(signs));
    else if (kind < 0.75) words.splice(at, 1, pick(pick(searches).split(' ')));
    else words.splice(at, 0, ...words.slice(Math.floor(random() * words.length)));
  }
  // Once in a while a thing many times over.
  return random() < 0.02 ? (words.join('') + pick(signs)).repeat(1 + Math.floor(random() * 2000)) : words.join('');
}

const texts = [
  'verb',
  '"user.username"',
  'requestURI',
  '"objectRef.namespace"',
  'sourceIPs',
  'stageTimestamp',
  'auditID',
  'requestObject',
];

/** Columns in the place of some texts and numbers. */
function withColumns(expression: string): string {
  return expression
    .replaceAll(/'[^']*'/g, (text) => (random() < 0.3 ? pick(texts) : text))
    .replaceAll(/\b\d+\b/g, (number) => (random() < 0.15 ? '"responseStatus.code"' : number));
}

/** An expression of a vector over other columns: most of these are accepted. */
function recombine(): string {
  const [first, second] = [pick(statements), pick(statements)].map(
    (sql) => /^SELECT ([\s\S]*?) FROM \(VALUES 1\)/.exec(sql)?.[1],
  );
  if (first === undefined || second === undefined) return mutate(pick(statements));
  const [a, b] = [withColumns(first), withColumns(second)];
  const shapes = [
    `SELECT ${a}, ${b} FROM log LIMIT 3`,
    `SELECT ${a} AS x, count(*), min(${b}) FROM log GROUP BY ${a} ORDER BY 2 LIMIT 3`,
    `SELECT verb, array_agg(${a}), max_by(${a}, __time__) FROM log WHERE (${b}) IS NOT NULL GROUP BY verb LIMIT 3`,
    `SELECT ${a}, lag(${b}) OVER (PARTITION BY verb ORDER BY __time__) FROM log LIMIT 3`,
    `SELECT l.verb, r.x FROM log l JOIN (SELECT DISTINCT ${a} AS x, auditID FROM log) r ON l.auditID = r.auditID LIMIT 2`,
    `SELECT ${first}, ${second} FROM log LIMIT 3`,
    `SELECT count(*) FROM log WHERE (${first}) IS NOT NULL`,
    `SELECT ${first} FROM log WHERE (${second}) IS NULL LIMIT 2`,
    `SELECT CASE WHEN verb = 'get' THEN ${first} END, try(${second}) FROM log LIMIT 3`,
    `SELECT max(x), count(DISTINCT x) FROM (SELECT ${first} AS x FROM log GROUP BY verb) GROUP BY x`,
    `SELECT x, count(*) FROM (SELECT ${first} AS x FROM log) GROUP BY x ORDER BY 1 LIMIT 5`,
    `SELECT array_agg(${first}), coalesce(${first}, ${second}) FROM log GROUP BY 2 LIMIT 2`,
    `SELECT ${first} IN (${second}), (${first}) = (${second}) FROM log LIMIT 1`,
    `SELECT transform(array[1, NULL, 2], q -> ${first}) FROM log LIMIT 1`,
  ];
  return pick(shapes);
}

/** A statement of signs, or of a piece repeated. */
function strangeStatement(): string {
  if (random() < 0.5)
    return `SELECT ${Array.from({ length: 1 + Math.floor(random() * 60) }, () => pick(random() < 0.5 ? signs : pieces)).join('')}`;
  const repeated = mutate(pick(statements)).slice(0, 200);
  return `SELECT ${pick(pieces)} ${repeated.repeat(1 + Math.floor(random() * 60))}`;
}

const slowest = { ms: 0, text: '' };

/** Runs a compilation and keeps the slowest; one that takes seconds is told at once, for the next may never end. */
function timed<T>(text: string, compile: () => T): T {
  const startedAt = performance.now();
  const value = compile();
  const ms = performance.now() - startedAt;
  if (ms > 5000) process.stderr.write(`${Math.round(ms)} ms: ${JSON.stringify(text.slice(0, 2000))}\n`);
  if (ms > slowest.ms) Object.assign(slowest, { ms, text });
  return value;
}

/** Compiles a search and counts what it finds. Returns whether it could be compiled, and what the engine said against it. */
async function trySearch(text: string): Promise<{ readonly accepted: boolean; readonly against?: string }> {
  const { search } = splitStatement(text);
  searchTokens(text);
  const parsed = timed(text, () => parseSearch(search.text));
  for (const { from = -1, to = -1 } of parsed.diagnostics) {
    expect(from, text).toBeGreaterThanOrEqual(0);
    expect(to, text).toBeLessThanOrEqual(text.length + 1);
  }
  if (!parsed.ok) return { accepted: false };
  const compiled = timed(text, () => compileSearch(parsed.value, { clusters: [] }));
  if (compiled.diagnostics.some(({ severity }) => severity === 'error')) return { accepted: false };
  try {
    const settings = { ...statementSettings, max_execution_time: 20, max_memory_usage: 1 << 30 };
    const { text: condition, parameters } = printSql(compiled.condition);
    await engine.rows(`SELECT count() FROM events WHERE ${condition}`, { parameters, settings });
    return { accepted: true };
  } catch (error) {
    return { accepted: true, against: `${text}\n   ${String(error).slice(0, 300)}` };
  }
}

test(`searches and statements made of others (seed ${seed})`, { timeout: (seconds + 120) * 1000 }, async () => {
  const until = Date.now() + seconds * 1000;
  const unexplained: string[] = [];
  let [tried, accepted, searched, found] = [0, 0, 0, 0];
  let startedWith = 0;
  let most = 0;
  while (Date.now() < until) {
    const { rss } = process.memoryUsage();
    // The parsers' tables are made by the first statements.
    if (tried === 200) startedWith = rss;
    most = Math.max(most, rss);
    if (random() < 0.4) {
      const { accepted: isFound, against } = await trySearch(strangeSearch());
      searched++;
      if (isFound) found++;
      if (against !== undefined) unexplained.push(against);
      continue;
    }
    const kind = random();
    const sql = kind < 0.45 ? mutate(pick(statements)) : kind < 0.9 ? recombine() : strangeStatement();
    tried++;
    const text = `* | ${sql}`;
    const compiled = timed(text, () =>
      compileQuery(text, {
        range: { fromMicros: 0, toMicros: 4_000_000_000_000_000 },
        scope: { clusterIds: ['fuzz'], namespaces: null, bodies: true },
        clusters: [{ id: 'fuzz', name: 'fuzz' }],
        timeZone: 'UTC',
        nowMicros: 1_795_200_000_000_000,
      }),
    );
    if (!compiled.ok) {
      const [first] = compiled.diagnostics;
      expect(first?.from, text).toBeGreaterThanOrEqual(0);
      expect(first?.to, text).toBeLessThanOrEqual(text.length + 1);
      continue;
    }
    accepted++;
    const { sql: printed, parameters, types } = compiled.value;
    try {
      const answer = await engine.rows(printed, {
        parameters,
        settings: { ...statementSettings, max_execution_time: 20, max_memory_usage: 1 << 30 },
      });
      decodeRows(types, answer.rows);
    } catch (error) {
      if (!(error instanceof EngineError) || explainFailure(compiled.value, error) === null) {
        unexplained.push(
          `${sql}\n   ${error instanceof EngineError ? `${error.code} ${error.message.slice(0, 300)}` : String(error)}`,
        );
      }
    }
  }
  const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
  process.stderr.write(
    `seed ${seed}, ${seconds} s: ${tried} statements, ${accepted} run; ${searched} searches, ${found} run; ` +
      `slowest compilation ${Math.round(slowest.ms)} ms: ${JSON.stringify(slowest.text.slice(0, 300))}; ` +
      `memory ${megabytes(startedWith)} MB after 200 statements, ${megabytes(most)} MB at most\n`,
  );
  expect(most - startedWith).toBeLessThan(2 ** 30);
  expect(unexplained.slice(0, 40)).toEqual([]);
});
