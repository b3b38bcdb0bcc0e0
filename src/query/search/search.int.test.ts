import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { printSql } from '../types/print-node.ts';
import { compileSearch } from './compile.ts';
import { compileMatcher } from './matcher.ts';
import { parseSearch } from './parse.ts';
import type { SearchedEvent } from './searched-event.ts';
import { insertNumbered } from './testkit/insert.ts';
import { mutate, mutation } from './testkit/mutate.ts';
import { matches, type NaiveEvent, readNaiveEvent } from './testkit/naive.ts';
import { randomSearch } from './testkit/random-search.ts';
import { recordedLines } from './testkit/recordings.ts';
import { searchedEvents } from './testkit/searched.ts';

const recordings = ['ack-v1', 'registered-v1beta1', 'modern-v1.36'] as const;
const sample = 240;
const runs = Number(process.env['WHODUNIT_SEARCH_RUNS'] ?? 60);

/** What the naive evaluator finds, or the error that the search is refused with. */
function expected(events: readonly NaiveEvent[], search: string): number[] | undefined {
  const parsed = parseSearch(search);
  if (!parsed.ok) return undefined;
  return events.flatMap((event, index) => (matches(parsed.value, event) ? [index] : []));
}

/** What the product's own matcher finds. */
function matched(events: readonly SearchedEvent[], search: string): number[] {
  const parsed = parseSearch(search);
  if (!parsed.ok) return [];
  const { matches: isMatch } = compileMatcher(parsed.value, { clusters: [] });
  return events.flatMap((event, index) => (isMatch(event) ? [index] : []));
}

describe('the compiled search and the matcher find what the naive evaluator finds', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine();
  });
  afterAll(() => engine.close());

  async function found(cluster: string, search: string): Promise<number[] | string> {
    const parsed = parseSearch(search);
    if (!parsed.ok) return parsed.diagnostics.map(({ code }) => code).join();
    const { condition, diagnostics } = compileSearch(parsed.value, { clusters: [] });
    const { text, parameters } = printSql(condition);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) return errors.map(({ code }) => code).join();
    const { rows } = await engine.rows(
      `SELECT toUnixTimestamp64Micro(received_at) AS n FROM events WHERE cluster_id = '${cluster}' AND (${text}) ORDER BY n`,
      { parameters },
    );
    return rows.map((row) => Number(row[0]));
  }

  it.each(recordings)(
    '%s',
    async (recording) => {
      const all = recordedLines(recording);
      const step = Math.floor(all.length / sample);
      const plain = all.filter((_, index) => index % step === 0);
      const changes = fc.sample(mutation, { numRuns: plain.length * 2, seed: 7 });
      const odd = changes.map((change, index) => mutate(plain[index % plain.length] ?? '', change));
      const lines = [...plain, ...odd];
      const isOdd = await insertNumbered(engine, recording, lines);
      const events = lines.map((line, index) => readNaiveEvent(line, isOdd[index]));
      const searched = searchedEvents(recording, lines);
      let refused = 0;
      let finding = 0;
      await fc.assert(
        fc.asyncProperty(randomSearch(lines), async (search) => {
          const answer = await found(recording, search);
          if (typeof answer === 'string') {
            expect(answer).toMatch(/^(?:leading-wildcard|number-expected|,)+$/);
            refused += 1;
            return;
          }
          if (answer.length > 0) finding += 1;
          expect(answer, search).toEqual(expected(events, search));
          expect(matched(searched, search), search).toEqual(answer);
        }),
        { numRuns: runs, seed: Number(process.env['WHODUNIT_SEARCH_SEED'] ?? 1) },
      );
      expect(refused).toBeLessThan(runs / 4);
      // Most searches find something, or the test would say little.
      expect(finding).toBeGreaterThan(runs / 2);
    },
    300_000,
  );
});
