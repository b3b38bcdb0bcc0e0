import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger, createManualClock } from '../../platform/index.ts';
import { type TestEngine, startTestEngine } from '../testkit.ts';
import { createReferenceData } from './reference-data.ts';
import { warmReferenceData } from './warmer.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());

async function stateOf(dictionary: string): Promise<unknown> {
  const sql = 'SELECT status FROM system.dictionaries WHERE name = {dictionary:String}';
  return (await engine.rows(sql, { parameters: { dictionary } })).rows[0]?.[0];
}

test(
  'look-ups of addresses are loaded before anybody asks: a new store once its start is over, and after each restart',
  {
    timeout: 180_000,
  },
  async () => {
    const clock = createManualClock();
    const slept: number[] = [];
    const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> => {
      slept.push(milliseconds);
      return clock.sleep(milliseconds, signal);
    };
    let restarts = 0;
    const warmer = warmReferenceData({
      referenceData: createReferenceData(engine, engine.directory),
      restarts: () => restarts,
      clock: { ...clock, sleep },
      logger: createLogger('silent'),
      whenReady: Promise.resolve(),
    });
    const settled = { timeout: 120_000, interval: 200 };
    await expect.poll(() => slept, settled).toEqual([10_000]);
    expect(await stateOf('ip_countries')).toBe('NOT_LOADED');
    clock.advance(10_000);
    await expect.poll(() => stateOf('ip_places'), settled).toBe('LOADED');
    expect(await stateOf('ip_countries')).toBe('LOADED');

    await engine.command('SYSTEM UNLOAD DICTIONARY ip_countries');
    expect(await stateOf('ip_countries')).toBe('NOT_LOADED');
    restarts = 1;
    await expect.poll(() => slept, settled).toEqual([10_000, 5000]);
    clock.advance(5000);
    await expect.poll(() => stateOf('ip_countries'), settled).toBe('LOADED');
    warmer.close();
  },
);
