import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEventSearch } from '../store/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../store/testkit.ts';
import { eventPages } from './event-pages.ts';

let engine: TestEngine;
const small = 700;
const large = 300;
const selection = {
  condition: '1',
  parameters: {},
  range: { fromMicros: 0, toMicros: Date.UTC(2200, 0, 1) * 1000 },
  scope: { clusterIds: ['one'], namespaces: null, bodies: true },
};

beforeAll(async () => {
  engine = await startTestEngine();
  for (let from = 0; from < small + large; from += 50) {
    const lines = Array.from({ length: 50 }, (_, index) => {
      const number = from + index;
      const body = number < small ? '' : `"responseObject":{"data":"${'abcdefghij '.repeat(40_000)}"},`;
      const time = `2026-11-20T18:${String(Math.floor(number / 60)).padStart(2, '0')}:${String(number % 60).padStart(2, '0')}.000000Z`;
      return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"e-${number}","stage":"ResponseComplete",${body}"stageTimestamp":"${time}"}`;
    });
    await insertLines(engine, 'one', lines);
  }
});
afterAll(() => engine.close());

async function readPages(memoryBytes: number, request: { readonly order: 'asc' | 'desc'; readonly limit?: number }) {
  const search = createEventSearch(engine, { seconds: 55, memoryBytes, threads: 1 });
  const { signal } = new AbortController();
  const ids: number[] = [];
  const sizes: number[] = [];
  for await (const events of eventPages(search, { ...selection, ...request, signal })) {
    sizes.push(events.reduce((sum, { bytes }) => sum + bytes.length, 0));
    for (const { bytes } of events) ids.push(Number(/"auditID":"e-(\d+)"/.exec(Buffer.from(bytes).toString())?.[1]));
  }
  return { ids, sizes };
}

test('large events come in small pages, all of them, also where the engine has no memory for the pages of small ones', async () => {
  const all = Array.from({ length: small + large }, (_, index) => index);
  const { ids, sizes } = await readPages(400e6, { order: 'asc' });
  expect(ids).toEqual(all);
  expect(sizes.length).toBeGreaterThan(3);
  // Together they are 132 MB.
  expect(Math.max(...sizes)).toBeLessThan(100e6);
  const search = createEventSearch(engine, { seconds: 55, memoryBytes: 400e6, threads: 1 });
  await expect(search.page({ ...selection, order: 'desc', limit: 1000 })).rejects.toMatchObject({
    kind: 'memory-limit',
  });
});

test('no more events come than are wanted', async () => {
  expect((await readPages(2e9, { order: 'asc', limit: 620 })).ids).toEqual(Array.from({ length: 620 }, (_, i) => i));
  expect((await readPages(2e9, { order: 'desc', limit: 3 })).ids).toEqual([999, 998, 997]);
});
