import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEventSearch } from '../event-search.ts';
import { insertLines, startTestEngine, type TestEngine } from '../testkit.ts';
import type { StoredEvent } from './page.ts';
import type { ReceivedAfter, ReceivedRequest } from './received.ts';

let engine: TestEngine;
const hour = 3_600_000_000;
/** Receipts of bodies, some of them of many events, over some days and in no order. */
const receipts = [5, 3, 3.5, 50, 51, 51.001, 80].map(
  (hours) => Date.UTC(2026, 10, 20) * 1000 + Math.round(hours * hour),
);
const first = Math.min(...receipts);
const last = Math.max(...receipts);

const lineOf = (id: number, body: number): string => {
  const time = new Date(Date.UTC(2026, 10, 18) + ((id * 7) % 100) * 60_000).toISOString().replace('Z', '000Z');
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"${body}-${id}","stage":"ResponseComplete","requestURI":"/","verb":"get","user":{"username":"u"},"requestReceivedTimestamp":"${time}","stageTimestamp":"${time}"}`;
};

beforeAll(async () => {
  engine = await startTestEngine();
  for (const [body, receipt] of receipts.entries()) {
    const lines = Array.from({ length: 5 + body * 4 }, (_, id) => lineOf(id, body));
    await insertLines(engine, body % 2 === 0 ? 'a' : 'b', lines, receipt);
  }
});
afterAll(() => engine.close());

/** All pages from a place on. */
async function readAll(request: Omit<ReceivedRequest, 'after'>): Promise<readonly StoredEvent[]> {
  const search = createEventSearch(engine, { seconds: 60, memoryBytes: 1 << 30, threads: 2 });
  const all: StoredEvent[] = [];
  let after: ReceivedAfter = { receivedAtMicros: 0 };
  for (;;) {
    const { events, isLast } = await search.received({ ...request, after });
    all.push(...events);
    const end = events.at(-1);
    if (isLast || !end) return all;
    expect(events.length).toBeLessThanOrEqual(request.limit);
    after = { receivedAtMicros: end.receivedAtMicros, within: end.cursor };
  }
}

const keyOf = ({ clusterId, cursor }: StoredEvent): string => `${clusterId} ${cursor}`;

test.each([1, 3, 10, 1000])('pages of %i hold all events in order of receipt, each once', async (limit) => {
  const events = await readAll({ throughMicros: last, limit });
  expect(events).toHaveLength(receipts.reduce((sum, _, body) => sum + 5 + body * 4, 0));
  expect(new Set(events.map(keyOf)).size).toBe(events.length);
  const received = events.map(({ receivedAtMicros }) => receivedAtMicros);
  expect(received).toEqual(received.toSorted((a, b) => a - b));
  expect((await readAll({ throughMicros: last - 1, limit })).length).toBe(events.length - (5 + 6 * 4));
});

test('what comes after a place is counted, within its receipt as well, of the clusters that are asked for', async () => {
  const search = createEventSearch(engine, { seconds: 60, memoryBytes: 1 << 30, threads: 2 });
  const all = await readAll({ throughMicros: last, limit: 1000 });
  for (const index of [0, 7, 8, 30, all.length - 1]) {
    const { receivedAtMicros = 0, cursor } = all[index] ?? {};
    const extent = { after: { receivedAtMicros, within: cursor }, throughMicros: last };
    const rest = all.slice(index + 1);
    expect(await search.countReceived({ ...extent, clusterIds: null })).toBe(rest.length);
    const ofA = rest.filter(({ clusterId }) => clusterId === 'a').length;
    expect(await search.countReceived({ ...extent, clusterIds: ['a'] })).toBe(ofA);
  }
});

test.each([2, 1000])('of a range, in pages of %i, there is what was received or happened within it', async (limit) => {
  const all = await readAll({ throughMicros: last, limit: 1000 });
  for (const [from, to] of [
    [first, first + 1],
    [first + 40 * hour, first + 49 * hour],
    [Date.UTC(2026, 10, 18) * 1000, Date.UTC(2026, 10, 18) * 1000 + hour / 2],
    [0, 1],
  ] as const) {
    const isIn = (micros: number): boolean => micros >= from && micros < to;
    const expected = all.filter((event) => isIn(event.receivedAtMicros) || isIn(event.timeMicros));
    const got = await readAll({ throughMicros: last, limit, range: { fromMicros: from, toMicros: to } });
    expect(got.map(keyOf)).toEqual(expected.map(keyOf));
    const extent = { after: { receivedAtMicros: 0 }, throughMicros: last, clusterIds: null };
    const search = createEventSearch(engine, { seconds: 60, memoryBytes: 1 << 30, threads: 2 });
    expect(await search.countReceived({ ...extent, range: { fromMicros: from, toMicros: to } })).toBe(expected.length);
  }
});

test('what is removed while a page is looked for hides nothing of what comes after it', async () => {
  const all = await readAll({ throughMicros: last, limit: 1000 });
  const removed = all.slice(0, 3).map(({ cursor }) => cursor);
  const place = all[2]?.receivedAtMicros ?? 0;
  let isRemoved = false;
  const removing = {
    ...engine,
    rows: async (...asked: Parameters<TestEngine['rows']>) => {
      const found = await engine.rows(...asked);
      if (!isRemoved) await engine.command(`DELETE FROM events WHERE toUnixTimestamp64Micro(received_at) <= ${place}`);
      isRemoved = true;
      return found;
    },
  };
  const search = createEventSearch(removing, { seconds: 60, memoryBytes: 1 << 30, threads: 2 });
  const { events } = await search.received({ after: { receivedAtMicros: 0 }, throughMicros: last, limit: 3 });
  expect(isRemoved).toBe(true);
  expect(removed).not.toContain(events[0]?.cursor);
  const next = all.find(({ receivedAtMicros }) => receivedAtMicros > place);
  expect(events[0]?.cursor).toBe(next?.cursor);
});
