import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEventSearch, type EventSearch } from '../event-search.ts';
import { insertLines, startTestEngine, type TestEngine } from '../testkit.ts';
import { decodeCursor } from './page.ts';
import type { Selection } from './selection.ts';

let engine: TestEngine;
let search: EventSearch;

/** Seconds of the events of each cluster: many of one time, some alone, none in between. */
const seconds = {
  left: [1, 5, 5, 5, 5, 5, 5, 5, 5, 5, 9, 9, 20],
  right: [0, 5, 5, 5, 9, 30],
  many: Array.from({ length: 2500 }, (_, index) => Math.floor(index / 2) / 100),
};
const startMs = Date.UTC(2026, 10, 20, 18);

beforeAll(async () => {
  engine = await startTestEngine();
  search = createEventSearch(engine, { seconds: 30, memoryBytes: 1 << 30, threads: 2 });
  for (const [cluster, times] of Object.entries(seconds)) {
    const lines = times.map((second, index) => {
      const stageTimestamp = new Date(startMs + second * 1000).toISOString();
      return JSON.stringify({ auditID: `${cluster}-${index}`, stage: 'ResponseComplete', verb: 'get', stageTimestamp });
    });
    await insertLines(engine, cluster, lines);
  }
});
afterAll(() => engine.close());

function selectionOf(clusterIds: readonly string[] | null, condition = '1'): Selection {
  const range = { fromMicros: startMs * 1000, toMicros: (startMs + 60_000) * 1000 };
  return { condition, parameters: {}, range, scope: { clusterIds, namespaces: null, bodies: true } };
}

async function readAll(selection: Selection, order: 'asc' | 'desc', limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor = ''; ;) {
    const found = await search.page({ ...selection, order, limit, cursor: decodeCursor(cursor) });
    if (found.length === 0) return pages;
    pages.push(found.map(({ timeMicros }) => String((timeMicros / 1000 - startMs) / 1000)));
    cursor = found.at(-1)?.cursor ?? '';
  }
}

test.each([
  ['asc', 1],
  ['asc', 4],
  ['asc', 100],
  ['desc', 1],
  ['desc', 4],
  ['desc', 100],
] as const)('pages in the order %s of %i hold every event once, also those of one time', async (order, limit) => {
  for (const clusters of [['left'], ['left', 'right']] as const) {
    const times = clusters.flatMap((cluster) => seconds[cluster]);
    const wanted = times.toSorted((a, b) => (order === 'asc' ? a - b : b - a)).map(String);
    const pages = await readAll(selectionOf(clusters), order, limit);
    expect(pages.flat()).toEqual(wanted);
    for (const page of pages.slice(0, -1)) expect(page).toHaveLength(limit);
  }
});

test.each(['asc', 'desc'] as const)(
  'so do pages of more events than a statement can name, in the order %s',
  async (order) => {
    const wanted = seconds.many.toSorted((a, b) => (order === 'asc' ? a - b : b - a)).map(String);
    const pages = await readAll(selectionOf(['many']), order, 1101);
    expect(pages.map((page) => page.length)).toEqual([1101, 1101, 298]);
    expect(pages.flat()).toEqual(wanted);
    expect((await readAll(selectionOf(null), order, 10_000)).flat()).toHaveLength(Object.values(seconds).flat().length);
  },
);

test('a page of nothing is empty, and so is one behind the last event', async () => {
  expect(await readAll(selectionOf(['left'], "verb = 'delete'"), 'desc', 10)).toEqual([]);
  expect(await readAll(selectionOf([]), 'asc', 10)).toEqual([]);
});
