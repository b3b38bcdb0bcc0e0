import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { allFunctions } from '../functions/registry.ts';
import { type Corpus, readCorpus, startCorpus } from './testkit.ts';

/**
 * What each function gives for an ordinary call, for NULL, for what is empty, and how it fails: values by Trino's and SLS's manuals, by
 * Trino's own answers, or by hand; none was taken from the compiler. An expression is a column of one row; a text that begins
 * with SELECT is a statement. An aggregate or window function (`call`) is asked over three tables, see `tables`.
 */
const Answer = z.tuple([z.string(), z.json()]);
const Entry = z.strictObject({
  call: z.string().optional(),
  ordinary: z.json(),
  null: z.json().optional(),
  empty: z.json().optional(),
  failing: z.tuple([z.string(), z.string()]),
  /** Why there is no case of a kind. */
  without: z.record(z.string(), z.string()).default({}),
});
type Kind = 'ordinary' | 'null' | 'empty';

const folder = new URL('./functions/', import.meta.url);
const entries = readdirSync(folder).flatMap((file) =>
  Object.entries(z.record(z.string(), Entry).parse(readCorpus(`./functions/${file}`))),
);

/** A row of NULLs by their types. */
const types: Readonly<Record<string, string>> = {
  s: 'varchar',
  i: 'bigint',
  d: 'double',
  b: 'boolean',
  t: 'timestamp',
  tz: 'timestamp with time zone',
  dt: 'date',
  j: 'json',
  v: 'varbinary',
  a: 'array(bigint)',
  sa: 'array(varchar)',
  aa: 'array(array(bigint))',
  m: 'map(varchar, bigint)',
  md: 'map(varchar, double)',
  ra: 'array(row(k varchar, v bigint))',
};
const nulls = `(SELECT ${Object.entries(types)
  .map(([name, type]) => `CAST(NULL AS ${type}) AS ${name}`)
  .join(', ')}) AS nulls`;
const tables = `WITH data AS (SELECT * FROM (VALUES (1, 2e0, 'b', true), (2, 4e0, 'a', true), (2, 6e0, 'c', false),
  (NULL, 8e0, 'a', NULL), (NULL, NULL, NULL, NULL)) AS r(n, d, s, b)),
  blank AS (SELECT n, d, s, b FROM data WHERE d IS NULL UNION ALL SELECT n, d, s, b FROM data WHERE d IS NULL),
  nothing AS (SELECT * FROM data WHERE false)`;
const tableOf = { ordinary: 'data', null: 'blank', empty: 'nothing' } as const;

let corpus: Corpus;
beforeAll(async () => {
  corpus = await startCorpus();
});
afterAll(() => corpus.close());

function statementOf(text: string): string {
  return `* | ${text.startsWith('SELECT ') ? `${tables} ${text}` : `SELECT ${text} AS v FROM ${nulls}`}`;
}

async function rowsOf(query: string): Promise<unknown> {
  const outcome = await corpus.run(query);
  if (outcome.wrong) throw new Error(`${query}: ${outcome.wrong.code}: ${outcome.wrong.message}`);
  return outcome.rows;
}

async function check(entry: z.output<typeof Entry>, kind: Kind, isWindow: boolean): Promise<void> {
  const given = entry[kind];
  if (given === undefined) return;
  if (entry.call !== undefined) {
    const query = `* | ${tables} SELECT ${entry.call} AS v FROM ${tableOf[kind]}${isWindow ? ' ORDER BY d' : ''}`;
    const rows = isWindow
      ? z
          .array(z.json())
          .parse(given)
          .map((value) => [value])
      : [[given]];
    expect(await rowsOf(query), `${kind}: ${entry.call}`).toEqual(rows);
    return;
  }
  const [text, value] = Answer.parse(given);
  expect(await rowsOf(statementOf(text)), `${kind}: ${text}`).toEqual(text.startsWith('SELECT ') ? value : [[value]]);
}

const clauses = Object.entries(z.record(z.string(), Entry).parse(readCorpus('./clauses.yaml')));

describe('clauses', () => {
  test.each(clauses)('%s', async (_, entry) => {
    const [text, code] = entry.failing;
    await Promise.all([
      ...(['ordinary', 'null', 'empty'] as const).map((kind) => check(entry, kind, false)),
      corpus
        .run(statementOf(text))
        .then(({ wrong }) => expect(wrong?.code ?? 'an answer', `failing: ${text}`).toBe(code)),
    ]);
  });

  test('each that SLS documents is there, with its four cases', () => {
    const documented = `GROUP BY; HAVING; ORDER BY; LIMIT; UNION; JOIN; UNNEST; EXISTS; DISTINCT; WITH; CASE; scalar subquery; OVER; ROWS and RANGE;
      lambda; array and map literals; CAST and TRY_CAST; INTERVAL, DATE and TIMESTAMP literals; EXTRACT and POSITION; AT TIME ZONE; CUBE; ROLLUP;
      GROUPING SETS; INTERSECT; EXCEPT; HAVING without GROUP BY; GROUP BY alias; ORDER BY alias; LIMIT offset, count; IN; IN (subquery);
      ALL and ANY; BETWEEN; IS DISTINCT FROM; WHERE; FROM; SELECT`;
    const names = new Set(clauses.map(([name]) => name));
    expect(documented.split(/;\s*/).filter((name) => !names.has(name))).toEqual([]);
    expect(clauses.filter(([, entry]) => entry.null === undefined || entry.empty === undefined)).toEqual([]);
  });
});

describe('functions', () => {
  test.each(entries)('%s', async (name, entry) => {
    const isWindow = allFunctions.find((one) => one.name === name)?.kind === 'window';
    const [text, code] = entry.failing;
    const failing =
      entry.call === undefined || text.startsWith('SELECT ')
        ? statementOf(text)
        : `* | ${tables} SELECT ${text} FROM data`;
    await Promise.all([
      ...(['ordinary', 'null', 'empty'] as const).map((kind) => check(entry, kind, isWindow)),
      corpus.run(failing).then(({ wrong }) => expect(wrong?.code ?? 'an answer', `failing: ${text}`).toBe(code)),
    ]);
    // What is computed of no rows is no row.
    if (entry.call !== undefined) return;
    const [ordinary] = Answer.parse(entry.ordinary);
    if (!ordinary.startsWith('SELECT '))
      expect(await rowsOf(`${statementOf(ordinary)} WHERE b`), `of no rows: ${ordinary}`).toEqual([]);
  });

  test('each has an ordinary, a NULL, an empty and a failing case, or a reason why not', () => {
    const known = new Map(entries);
    // `operator bucket` is what the compiler makes of `x - x % n`, which no statement names.
    const all = allFunctions.filter(({ name }) => name !== 'operator bucket');
    expect(all.filter(({ name }) => !known.has(name)).map(({ name }) => name)).toEqual([]);
    expect([...known.keys()].filter((name) => !all.some((entry) => entry.name === name))).toEqual([]);
    expect(entries.filter(([, entry]) => entry.null === undefined && entry.without['null'] === undefined)).toEqual([]);
    // Of an expression of a row the empty case is the one of no rows, which every one has; more is said where text or arrays may be empty.
    expect(entries.filter(([, entry]) => entry.call !== undefined && entry.empty === undefined)).toEqual([]);
  });
});
