import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBackoff } from '../../base/index.ts';
import type { ForwardedEvent } from '../destination-type.ts';
import type { Outcome } from '../outcome.ts';
import { storedEvent } from '../testkit.ts';
import { type Delivered, deliver } from './deliver.ts';
import { forwardedEvent, type ParcelEvents, parcelsOf } from './parcels.ts';
import { createRefusals } from './refusals.ts';

const eventOf = (id: string): ForwardedEvent => forwardedEvent(storedEvent({ id, cursor: id }), 'prod', 'raw');
const idOf = ({ original }: ForwardedEvent): string =>
  (JSON.parse(Buffer.from(original).toString()) as { auditID: string }).auditID;

const plain = { groupOf: () => '', whyNot: () => undefined };

interface Sink {
  readonly taken: string[];
  calls: number;
  held: number;
  readonly pauses: number[];
}

/** Delivers to a sink that says what it does with each parcel. */
async function deliverTo(
  ids: readonly string[],
  answer: (events: readonly string[], sink: Sink) => Outcome,
  events = 1000,
  allows: (id: string, sink: Sink) => boolean = () => true,
  isOld: (id: string, sink: Sink) => boolean = () => false,
): Promise<Sink & Delivered> {
  const sink: Sink = { taken: [], calls: 0, held: 0, pauses: [] };
  const limits = { events, bytes: 1 << 20, eventBytes: 1 << 20 };
  const { parcels } = parcelsOf(ids.map(eventOf), { ...plain, limits });
  const delivered = await deliver(parcels, {
    allowed: async (parcel) => parcel.filter((event) => allows(idOf(event), sink)),
    whyNot: (event) => (isOld(idOf(event), sink) ? 'it is too old' : undefined),
    attempt: async (parcel: ParcelEvents) => {
      sink.calls += 1;
      const sent = parcel.map(idOf);
      const outcome = answer(sent, sink);
      if (outcome.kind === 'sent') {
        const left = new Set([...(outcome.again ?? []), ...(outcome.refused ?? []).map(({ index }) => index)]);
        sink.taken.push(...sent.filter((_, index) => !left.has(index)));
      }
      return outcome;
    },
    onOutcome: () => undefined,
    onHeld: () => (sink.held += 1),
    refusals: createRefusals(),
    backoff: createBackoff({ firstMs: 1000, maxMs: 8000, random: () => 0 }),
    clock: { sleep: async (ms) => void sink.pauses.push(ms) },
    signal: new AbortController().signal,
  });
  return { ...sink, ...delivered };
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `event-${index}`);

test('whatever a destination refuses or puts off, each event is taken or set aside once, and what is taken is in order', async () => {
  const bad = fc.uniqueArray(fc.nat(40), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      bad,
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.boolean()),
      async (count, wrong, room, moods) => {
        const refused = new Set(wrong.map((index) => `event-${index}`));
        const all = ids(count);
        const result = await deliverTo(all, (events, { calls }) => {
          if (moods[calls - 1] === true) return { kind: 'retry', answer: 'busy' };
          if (events.length > room) return { kind: 'too-large', answer: 'too much' };
          return events.some((id) => refused.has(id))
            ? { kind: 'refused', answer: 'no' }
            : { kind: 'sent', answer: '' };
        });
        expect(result.taken).toEqual(all.filter((id) => !refused.has(id)));
        expect(result.rejected.map(({ auditId }) => auditId)).toEqual(all.filter((id) => refused.has(id)));
        expect(result.sent + result.rejected.length).toBe(count);
      },
    ),
  );
});

test('one event that is refused among a thousand costs a call for each halving, and nobody else', async () => {
  const result = await deliverTo(ids(1000), (events) =>
    events.includes('event-700') ? { kind: 'refused', answer: 'mapping', status: 400 } : { kind: 'sent', answer: '' },
  );
  expect(result.taken).toHaveLength(999);
  expect(result.rejected).toMatchObject([{ auditId: 'event-700', answer: 'mapping', status: 400 }]);
  expect(result.calls).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(1000)) + 1);
});

test('of a parcel that is taken, what is refused is set aside and what is put off is sent again, after the wait that was asked for', async () => {
  let first = true;
  const result = await deliverTo(ids(4), () => {
    if (!first) return { kind: 'sent', answer: '' };
    first = false;
    return { kind: 'sent', answer: '', refused: [{ index: 1, answer: 'bad' }], again: [2], afterMs: 5000 };
  });
  expect(result.taken).toEqual(['event-0', 'event-3', 'event-2']);
  expect(result.rejected).toMatchObject([{ auditId: 'event-1', answer: 'bad' }]);
  expect(result.pauses).toEqual([5000]);
});

test('what may pass is tried for ever, with waits that grow and never less than was asked for', async () => {
  const result = await deliverTo(ids(1), (_, { calls }) =>
    calls < 7
      ? { kind: 'retry', answer: 'busy', afterMs: calls === 2 ? 60_000 : undefined }
      : { kind: 'sent', answer: '' },
  );
  expect(result.pauses).toEqual([1000, 60_000, 4000, 8000, 8000, 8000]);
  expect(result.sent).toBe(1);
});

test('events are parted by number, by bytes and by group, and what is too large by itself is set aside', () => {
  const all = ids(5).map((id) => ({ ...eventOf(id), clusterId: id === 'event-3' ? 'd' : 'c', body: Buffer.alloc(10) }));
  const large = { ...eventOf('large'), body: Buffer.alloc(21) };
  const { parcels, rejected } = parcelsOf([...all, large, eventOf('old')], {
    limits: { events: 3, bytes: 20, eventBytes: 20 },
    groupOf: ({ clusterId }) => clusterId,
    whyNot: (event) => (idOf(event) === 'old' ? 'it is old' : undefined),
  });
  expect(parcels.map((parcel) => parcel.map(idOf))).toEqual([
    ['event-0', 'event-1'],
    ['event-2', 'event-4'],
    ['event-3'],
  ]);
  expect(rejected).toMatchObject([
    { auditId: 'large', answer: 'it has 21 bytes, and 20 are taken' },
    { auditId: 'old' },
  ]);
});

test('what may not be sent any more, when a parcel is tried again, is not sent, and is neither sent nor refused', async () => {
  // What begins with b is of a cluster that is gone after the first try.
  const delivered = await deliverTo(
    ['a1', 'b1', 'a2', 'b2', 'b3', 'b4'],
    (_, { calls }) => (calls === 1 ? { kind: 'retry', answer: 'later' } : { kind: 'sent', answer: '' }),
    4,
    (id, { calls }) => calls === 0 || id.startsWith('a'),
  );
  expect(delivered).toMatchObject({ taken: ['a1', 'a2'], calls: 2, sent: 2, rejected: [] });
});

test('one that refuses everything is asked less and less, and has all that is left when it takes something again', async () => {
  const all = ids(1000);
  const result = await deliverTo(all, (_, { held }) =>
    held < 50 ? { kind: 'refused', status: 400, answer: 'no' } : { kind: 'sent', answer: '' },
  );
  expect(result.pauses).toHaveLength(50);
  expect(result.pauses.slice(0, 5)).toEqual([1000, 2000, 4000, 8000, 8000]);
  expect(result.rejected.length).toBeGreaterThanOrEqual(100);
  expect(result.rejected.length).toBeLessThan(150);
  expect(result.taken).toEqual(all.slice(result.rejected.length));
});

test('one that takes something in between is not waited for, however much it refuses', async () => {
  const result = await deliverTo(ids(1000), (events) =>
    events.length > 1 || Number(events[0]?.slice('event-'.length)) % 50 !== 0
      ? { kind: 'refused', answer: 'no' }
      : { kind: 'sent', answer: '' },
  );
  expect([result.taken.length, result.rejected.length, result.pauses]).toEqual([20, 980, []]);
});

test('what grows too old while it waits is set aside, and not sent to those who would drop it', async () => {
  const busy: Outcome = { kind: 'retry', answer: 'busy' };
  const result = await deliverTo(
    ids(5),
    (_, { calls }) => (calls < 3 ? busy : { kind: 'sent', answer: '' }),
    1000,
    () => true,
    (id, { calls }) => calls >= 1 && id === 'event-0',
  );
  expect([result.taken, result.sent]).toEqual([ids(5).slice(1), 4]);
  expect(result.rejected).toMatchObject([{ auditId: 'event-0', answer: 'it is too old' }]);
});
