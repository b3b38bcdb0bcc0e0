import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeClusterId, EventReader, RowWriter } from '../../audit/index.ts';
import { createEventWriter } from '../../store/events.ts';
import { startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { createParameters } from '../emit/parameters.ts';
import { compileSearch } from './compile.ts';
import { parseSearch } from './parse.ts';
import { mutate, mutation } from './testkit/mutate.ts';
import { matches, type NaiveEvent, readNaiveEvent } from './testkit/naive.ts';
import { randomSearch } from './testkit/random-search.ts';
import { recordedLines } from './testkit/recordings.ts';

const recordings = ['ack-v1', 'registered-v1beta1', 'modern-v1.36'] as const;
const sample = 300;
const runs = Number(process.env['WHODUNIT_SEARCH_RUNS'] ?? 120);

interface Loaded {
  readonly lines: readonly string[];
  readonly events: readonly NaiveEvent[];
}

/** Inserts lines so that `received_at` is the number of each. */
async function load(engine: TestEngine, cluster: string, lines: readonly string[]): Promise<Loaded> {
  const reader = new EventReader();
  const writer = new RowWriter();
  for (const [index, line] of lines.entries()) {
    const bytes = new TextEncoder().encode(line);
    const reason = reader.read(bytes, 0, bytes.length, index);
    if (reason) throw new Error(`cannot read ${line}: ${reason}`);
    writer.write(reader.row, encodeClusterId(cluster));
  }
  await createEventWriter(engine).insert(writer.bytes.slice(0, writer.length), '');
  return { lines, events: lines.map(readNaiveEvent) };
}

/** What the naive evaluator finds, or the error that the search is refused with. */
function expected(events: readonly NaiveEvent[], search: string): number[] | undefined {
  const parsed = parseSearch(search);
  if (!parsed.ok) return undefined;
  return events.flatMap((event, index) => (matches(parsed.value, event) ? [index] : []));
}

describe('the compiled search finds what the naive evaluator finds', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine();
  });
  afterAll(() => engine.close());

  async function found(cluster: string, search: string): Promise<number[] | string> {
    const parsed = parseSearch(search);
    if (!parsed.ok) return parsed.diagnostics.map(({ code }) => code).join();
    const parameters = createParameters();
    const { condition, diagnostics } = compileSearch(parsed.value, { parameters, clusters: [] });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) return errors.map(({ code }) => code).join();
    const { rows } = await engine.rows(
      `SELECT toUnixTimestamp64Micro(received_at) AS n FROM events WHERE cluster_id = '${cluster}' AND (${condition}) ORDER BY n`,
      { parameters: parameters.values },
    );
    return rows.map((row) => Number(row[0]));
  }

  it.each(recordings)(
    '%s',
    async (recording) => {
      const all = recordedLines(recording);
      const step = Math.floor(all.length / sample);
      const plain = all.filter((_, index) => index % step === 0);
      const changes = fc.sample(mutation, { numRuns: plain.length, seed: 7 });
      const odd = plain.map((line, index) =>
        mutate(line, changes[index] ?? { kind: 'text', at: 0, text: '', value: '1' }),
      );
      const { lines, events } = await load(engine, recording, [...plain, ...odd]);
      let refused = 0;
      let finding = 0;
      await fc.assert(
        fc.asyncProperty(randomSearch(lines), async (search) => {
          const answer = await found(recording, search);
          if (typeof answer === 'string') {
            expect(['leading-wildcard', 'number-expected']).toContain(answer);
            refused += 1;
            return;
          }
          if (answer.length > 0) finding += 1;
          expect(answer, search).toEqual(expected(events, search));
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
