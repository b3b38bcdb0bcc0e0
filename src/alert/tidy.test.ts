import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from '../platform/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../records/testkit.ts';
import { keepTidy } from './tidy.ts';

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

test('old evaluations are forgotten a rule at a time, between which others have their turn', async () => {
  const { alertEvaluations } = kept.records;
  const at = kept.clock.now() - 31 * 86_400_000;
  const old = { at, duration: 1, after: 0, through: 1, outcome: 'quiet', fired: 0, detail: '{}', scope: '{}' } as const;
  for (let rule = 0; rule < 20; rule += 1) await alertEvaluations.add({ rule: `rule-${rule}`, ...old });
  const left = async () => (await alertEvaluations.list({ limit: 100 })).length;
  const tidy = keepTidy({ records: kept.records, clock: kept.clock, logger: createLogger('silent') });
  const seen: number[] = [];
  while ((await left()) > 0) {
    seen.push(await left());
    await yieldToOthers();
  }
  tidy.close();
  expect(seen.length).toBeGreaterThan(5);
});
