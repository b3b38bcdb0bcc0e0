import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileQuery, decodeRows, statementSettings } from '../../src/query/index.ts';
import { readVectorEvents, readVectors } from '../../src/query/sql/testkit/vectors.ts';
import { scan } from '../../src/query/sql/scan.ts';
import { EngineError } from '../../src/store/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../../src/store/testkit.ts';

/**
 * Statements put together from pieces of others. Whatever they are, compiling them gives a statement or diagnostics with a
 * place, and the engine refuses none of the compiled ones for a reason that we cannot explain. `FUZZ_SECONDS` and `FUZZ_SEED` set how long
 * and from where.
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

test(`statements made of others (seed ${seed})`, { timeout: (seconds + 120) * 1000 }, async () => {
  const until = Date.now() + seconds * 1000;
  const unexplained: string[] = [];
  let [tried, accepted] = [0, 0];
  while (Date.now() < until) {
    const sql = random() < 0.5 ? mutate(pick(statements)) : recombine();
    tried++;
    const text = `* | ${sql}`;
    const compiled = compileQuery(text, {
      range: { fromMicros: 0, toMicros: 4_000_000_000_000_000 },
      scope: { clusterIds: ['fuzz'], namespaces: null },
      clusters: [{ id: 'fuzz', name: 'fuzz' }],
      timeZone: 'UTC',
      nowMicros: 1_795_200_000_000_000,
    });
    if (!compiled.ok) {
      const [first] = compiled.diagnostics;
      expect(first?.from, text).toBeGreaterThanOrEqual(0);
      expect(first?.to, text).toBeLessThanOrEqual(text.length + 1);
      continue;
    }
    accepted++;
    const { sql: printed, parameters, types, explain } = compiled.value;
    try {
      const answer = await engine.rows(printed, {
        parameters,
        settings: { ...statementSettings, max_execution_time: 20, max_memory_usage: 1 << 30 },
      });
      decodeRows(types, answer.rows);
    } catch (error) {
      if (!(error instanceof EngineError) || explain(error) === null) {
        unexplained.push(
          `${sql}\n   ${error instanceof EngineError ? `${error.code} ${error.message.slice(0, 300)}` : String(error)}`,
        );
      }
    }
  }
  process.stderr.write(`${tried} statements, ${accepted} run\n`);
  expect(unexplained.slice(0, 40)).toEqual([]);
});
