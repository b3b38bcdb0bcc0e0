import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createManualClock } from '../../platform/index.ts';
import type { ForwardPlace } from '../../records/index.ts';
import { createEventStream, type EventSource, type StoredEvent } from '../../stream/index.ts';
import { storedEvent } from '../testkit.ts';
import { type Batch, createBatchReader } from './batch-reader.ts';

const start: ForwardPlace = { receivedAtMicros: 1000 };

/** A store in memory of bodies with so many events each; it gives `most` at a time. */
function storeOf(
  sizes: readonly number[],
  most: number,
): { readonly source: EventSource; readonly all: StoredEvent[] } {
  const all = sizes.flatMap((size, body) =>
    Array.from({ length: size }, (_, index) =>
      storedEvent({ id: `${body}-${index}`, receivedAtMicros: 1001 + body, timeMicros: index % 3 }),
    ),
  );
  const source: EventSource = {
    received: async ({ after, throughMicros, limit }) => {
      const at = after.within === undefined ? -1 : all.findIndex(({ cursor }) => cursor === after.within);
      const asked = all.filter(
        (event, index) =>
          event.receivedAtMicros <= throughMicros &&
          (at >= 0 ? index > at : event.receivedAtMicros > after.receivedAtMicros),
      );
      const events = asked.slice(0, Math.min(limit, most));
      return { events, isLast: events.length === asked.length };
    },
  };
  return { source, all };
}

interface Asked {
  readonly events: number;
  readonly after?: ForwardPlace;
  readonly until?: ForwardPlace;
}

function readerOf(source: EventSource, through: number, { after = start }: Pick<Asked, 'after'> = {}) {
  const stream = createEventStream(source);
  stream.advance(1000, through);
  return createBatchReader(stream.follow({ after, whenBehind: 'read' }), after, createManualClock());
}

const isWanted = ({ timeMicros }: StoredEvent): boolean => timeMicros !== 1;
const wanted = ({ events, until }: Asked) => ({
  events,
  bytes: 1 << 20,
  lingerMs: 0,
  isCrowded: () => false,
  until,
  test: async () => isWanted,
});

test('batches hold each event that is wanted once and in order; one that was begun before is the same after a restart anywhere', async () => {
  const bodies = fc.array(fc.nat(9), { minLength: 1, maxLength: 8 });
  const size = fc.integer({ min: 1, max: 7 });
  await fc.assert(
    fc.asyncProperty(bodies, size, size, size, async (sizes, most, events, mostAfter) => {
      const { source, all } = storeOf(sizes, most);
      const through = 1000 + sizes.length;
      const reader = readerOf(source, through);
      const batches: { readonly batch: Batch; readonly after: ForwardPlace }[] = [];
      for (let after = start; ;) {
        const batch = await reader.next(wanted({ events }));
        if (!batch) break;
        batches.push({ batch, after });
        after = batch.end;
      }
      expect(batches.flatMap(({ batch }) => batch.events)).toEqual(all.filter(isWanted));
      for (const { batch, after } of batches) {
        // The store gives its events in other pieces by then, and has more of them.
        const later = storeOf([...sizes, 3], mostAfter);
        const again = readerOf(later.source, through + 1, { after });
        const same = await again.next(wanted({ events, until: batch.end }));
        expect(same?.events.map(({ cursor }) => cursor)).toEqual(batch.events.map(({ cursor }) => cursor));
      }
    }),
  );
});

test('a batch waits for more events as long as it may, and not longer', async () => {
  const { source } = storeOf([2], 10);
  const clock = createManualClock(5000);
  const stream = createEventStream(source);
  stream.advance(1000, 1001);
  const reader = createBatchReader(stream.follow({ after: start, whenBehind: 'read' }), start, clock);
  const lingering = { ...wanted({ events: 10 }), lingerMs: 1000 };
  expect([await reader.next(lingering), reader.dueAt(), reader.waitingSince()]).toEqual([undefined, 6000, 1001]);
  clock.advance(999);
  expect(await reader.next(lingering)).toBeUndefined();
  clock.advance(1);
  expect((await reader.next(lingering))?.events).toHaveLength(1);
  expect([reader.dueAt(), reader.waitingSince()]).toEqual([undefined, undefined]);
});

test('a batch waits no longer where too much waits, here and elsewhere', async () => {
  const { source } = storeOf([2], 10);
  const stream = createEventStream(source);
  stream.advance(1000, 1001);
  const reader = createBatchReader(stream.follow({ after: start, whenBehind: 'read' }), start, createManualClock(5000));
  const lingering = { ...wanted({ events: 10 }), lingerMs: 1000 };
  expect(await reader.next(lingering)).toBeUndefined();
  expect(reader.waitingBytes()).toBeGreaterThan(0);
  expect((await reader.next({ ...lingering, isCrowded: () => true }))?.events).toHaveLength(1);
  expect(reader.waitingBytes()).toBe(0);
});
