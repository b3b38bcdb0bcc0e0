import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { CompiledStatement } from '../clickhouse/statement.ts';
import { type Corpus, readCorpus, startCorpus } from './testkit.ts';

const Case = z.strictObject({
  name: z.string(),
  query: z.string(),
  timeZone: z.string().default('UTC'),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })).optional(),
  rows: z.array(z.array(z.unknown())).optional(),
  /** What the compiled SQL begins with. */
  sql: z.string().optional(),
  functions: z.array(z.string()).optional(),
  /** Texts that are bound; none of them is in the SQL. */
  parameters: z.array(z.string()).optional(),
  error: z.strictObject({ code: z.string(), message: z.string().optional(), at: z.string().optional() }).optional(),
});

const cases = z.array(Case).parse(readCorpus('./sls.yaml'));
let corpus: Corpus;

beforeAll(async () => {
  corpus = await startCorpus();
});
afterAll(() => corpus.close());

/** What a statement binds. */
function boundTexts(statement: CompiledStatement | undefined): readonly string[] {
  return Object.values(statement?.parameters ?? {}).map(String);
}

describe('statements of SLS over five events', () => {
  test.each(cases)('$name', async (item) => {
    const { statement, wrong, ...outcome } = await corpus.run(item.query, item.timeZone);
    expect(wrong?.code).toBe(item.error?.code);
    if (item.error?.message !== undefined) expect(wrong?.message).toBe(item.error.message);
    if (item.error?.at !== undefined) expect(item.query.slice(wrong?.from, wrong?.to)).toBe(item.error.at);
    if (item.sql !== undefined) expect(statement?.sql.startsWith(item.sql)).toBe(true);
    if (item.parameters) {
      expect(boundTexts(statement)).toEqual(expect.arrayContaining(item.parameters));
      for (const text of item.parameters) expect(statement?.sql).not.toContain(`'${text}'`);
    }
    if (item.columns) expect(statement?.columns).toEqual(item.columns);
    if (item.functions) expect(statement?.meta.functions).toEqual(item.functions);
    expect('rows' in outcome ? outcome.rows : undefined).toEqual(item.rows);
  });
});
