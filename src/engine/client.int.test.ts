import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from './client.ts';
import { EngineError } from './errors.ts';
import { type EngineSupervisor, superviseEngine } from './supervisor.ts';

let directory = '';
let supervisor: EngineSupervisor;
let engine: Engine;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-client-'));
  supervisor = superviseEngine({ directory });
  engine = createEngine(() => supervisor.address());
  await engine.rows('SELECT 1');
});

afterAll(async () => {
  await engine.close();
  await supervisor.close();
  rmSync(directory, { recursive: true, force: true });
});

async function count(rows: AsyncIterable<readonly unknown[]>): Promise<number> {
  let found = 0;
  for await (const some of rows) found += some.length;
  return found;
}

const slow = 'SELECT sleepEachRow(0.5), number FROM numbers(100) SETTINGS max_block_size = 1';

describe('an engine that dies meanwhile', () => {
  test.each([
    ['rows', () => engine.rows(slow)],
    ['binary', () => engine.binary(slow)],
    ['a large answer', () => engine.binary('SELECT * FROM numbers(300000000)')],
    ['command', () => engine.command(slow)],
    ['a stream before its first rows', () => count(engine.stream(slow))],
    ['a stream amid its rows', () => count(engine.stream('SELECT * FROM numbers(300000000)'))],
  ])('is not there, for %s', async (_, run) => {
    const running = expect(run()).rejects.toMatchObject({ code: 'engine-unavailable' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    supervisor.restart();
    await running;
    while (!(await engine.rows('SELECT 1').catch(() => undefined))) await new Promise((wake) => setTimeout(wake, 50));
  });
});

test('who goes away gets no answer, and what the engine refuses is its own error', async () => {
  const leaving = new AbortController();
  const running = expect(engine.rows(slow, { signal: leaving.signal })).rejects.not.toMatchObject({
    code: 'engine-unavailable',
  });
  setTimeout(() => leaving.abort(), 200);
  await running;
  await expect(engine.rows('SELECT nonsense')).rejects.toBeInstanceOf(EngineError);
});

test('who goes away at any moment takes nobody else along, now or later', async () => {
  for (let turns = 0; turns < 40; turns += 1) {
    await engine.rows('SELECT 1');
    const leaving = new AbortController();
    const left = engine.rows('SELECT 1', { signal: leaving.signal }).catch(() => undefined);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    leaving.abort();
    await left;
  }
  // Connections that were given back must not be closed under those who use them next: four run at a time.
  const others = Array.from({ length: 4 }, () => engine.rows('SELECT sleep(2), sleep(2)'));
  expect(await Promise.all(others)).toHaveLength(4);
});

test('long and odd parameters arrive as they are, together', async () => {
  const texts = ['日'.repeat(100_000), `${"\\'".repeat(50_000)}', param_b = 'x`, '', '\n\t\r\u0000 {b:String}'];
  const names = texts.map((_, index) => `p${index}`);
  const parameters = Object.fromEntries(names.map((name, index) => [name, texts[index]]));
  const { rows } = await engine.rows(`SELECT ${names.map((name) => `{${name}:String}`).join(', ')}`, { parameters });
  expect(rows).toEqual([texts]);
});

describe('a stream', () => {
  test('gives any number of rows in order, and none of none', async () => {
    let next = 0;
    for await (const rows of engine.stream('SELECT toUInt32(number), NULL, [1] FROM numbers(1000000)'))
      for (const row of rows) {
        if (row[0] !== next) throw new Error(`row ${next} is ${JSON.stringify(row)}`);
        next += 1;
      }
    expect(next).toBe(1_000_000);
    expect(await count(engine.stream('SELECT 1 WHERE 0'))).toBe(0);
  });

  test.each([
    ['before its first rows', 'SELECT nonsense', 'other'],
    ['amid its rows', "SELECT throwIf(number = 900000, 'a\nb') FROM numbers(1000000)", 'thrown'],
    ['in its last row', 'SELECT throwIf(number = 999999) FROM numbers(1000000)', 'thrown'],
  ])('that fails %s says why', async (_, sql, kind) => {
    await expect(count(engine.stream(sql))).rejects.toMatchObject({ name: 'EngineError', kind });
    expect(await count(engine.stream('SELECT 1'))).toBe(1);
  });

  test('that is left ends in the engine too, though it has read nothing for a while', async () => {
    const endless = 'SELECT number FROM numbers(100000000000)';
    for await (const rows of engine.stream(endless)) if (rows.length > 0) break;
    const leaving = new AbortController();
    const waiting = count(engine.stream(`${endless} WHERE cityHash64(number) = 1`, { signal: leaving.signal })).catch(
      () => 'left',
    );
    setTimeout(() => leaving.abort(), 200);
    expect(await waiting).toBe('left');
    const running =
      "SELECT count() FROM system.processes WHERE query LIKE '%100000000000%' AND query NOT LIKE '%processes%'";
    while (Number((await engine.rows(running)).rows[0]?.[0]) > 0) await new Promise((wake) => setTimeout(wake, 100));
  });
});
