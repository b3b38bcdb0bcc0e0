import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStatementRunner, type StatementRunner } from './statements.ts';
import { startTestEngine, type TestEngine } from './testkit.ts';

let engine: TestEngine;
let statements: StatementRunner;

beforeAll(async () => {
  engine = await startTestEngine();
  statements = createStatementRunner(engine, { seconds: 2, memoryBytes: 2 ** 30, threads: 2, rows: 1_000_000 });
});

afterAll(() => engine.close());

/** Counts the rows; takes its time over the first batches. */
async function take(sql: string, pauseMs = 0): Promise<number> {
  let rows = 0;
  let batches = 0;
  for await (const some of statements.stream({ sql, parameters: {} })) {
    rows += some.length;
    batches += 1;
    if (batches <= 5) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return rows;
}

test('a streamed answer has the time of any statement until its first rows, and its own for the others', async () => {
  const silent = 'SELECT number FROM numbers(100000000000) WHERE cityHash64(number) = 1';
  await expect(take(silent)).rejects.toMatchObject({ name: 'EngineError', kind: 'time-limit' });
  // Read slowly, for longer than two seconds; and more rows than an answer has.
  expect(await take('SELECT number FROM numbers(500000)', 600)).toBe(500_000);
});

test('streamed answers go beside each other and beside the others, whichever way they end', async () => {
  const first = take('SELECT number FROM numbers(300000)', 100);
  const second = take('SELECT throwIf(number = 100) FROM numbers(1000)').catch(() => 'failed');
  const leaving = AbortSignal.abort();
  const third = statements.stream({ sql: 'SELECT 1', parameters: {} }, leaving).next();
  await expect(third).rejects.toMatchObject({ name: 'AbortError' });
  const fourth = take('SELECT 1');
  const answer = await statements.run({ sql: 'SELECT 1', parameters: {} });
  expect(JSON.parse(Buffer.from(answer).toString())).toMatchObject({ data: [[1]], rows: 1 });
  expect(await Promise.all([first, second, fourth])).toEqual([300_000, 'failed', 1]);
});
