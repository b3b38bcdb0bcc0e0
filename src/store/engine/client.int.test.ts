import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine, type Engine, EngineError } from './client.ts';
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

const slow = 'SELECT sleepEachRow(0.5), number FROM numbers(100) SETTINGS max_block_size = 1';

describe('an engine that dies meanwhile', () => {
  test.each([
    ['rows', () => engine.rows(slow)],
    ['binary', () => engine.binary(slow)],
    ['a large answer', () => engine.binary('SELECT * FROM numbers(300000000)')],
    ['command', () => engine.command(slow)],
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
