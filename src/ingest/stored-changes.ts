import { dayOf, type StoredChange, type StoredTwin } from '../store/index.ts';
import { type Batch, candidatesOf } from './batch.ts';
import { outcome } from './decide.ts';

/**
 * What a batch changes in the number of events that the store holds, by day of receipt and cluster. Decided by the outcomes, not by what
 * was inserted just now: a batch that is applied again after a crash changes the same. `gone` clusters have no events.
 */
export function storedChanges(
  batch: Batch,
  outcomes: Uint8Array,
  twins: ReadonlyMap<string, StoredTwin>,
  gone: ReadonlySet<string>,
): readonly StoredChange[] {
  const counts = new Map<string, StoredChange>();
  const add = (clusterId: string, receivedAtMicros: number, events: number): void => {
    if (gone.has(clusterId)) return;
    const day = dayOf(receivedAtMicros);
    const key = `${day} ${clusterId}`;
    counts.set(key, { day, clusterId, events: (counts.get(key)?.events ?? 0) + events });
  };
  const recordAt = (index: number) => batch.records[batch.sources[index]?.record ?? -1];
  if (outcomes.includes(outcome.completed) || outcomes.includes(outcome.rejected)) {
    for (const { clusterId, receivedAtMicros, events } of changesByKey(batch, outcomes, twins))
      add(clusterId, receivedAtMicros, events);
  } else {
    // What nearly every batch is: hundreds of events a record, so each record is looked at once.
    const stored = new Map<Batch['records'][number], number>();
    for (const [index, one] of outcomes.entries()) {
      const record = one === outcome.stored ? recordAt(index) : undefined;
      if (record) stored.set(record, (stored.get(record) ?? 0) + 1);
    }
    for (const [{ clusterId, receivedAtMicros }, events] of stored) add(clusterId, receivedAtMicros, events);
  }
  // A change of nothing is one too: that it was applied has to be known when its truncated twin is gone.
  return [...counts.values()];
}

/** As above where events take the place of others: each key ends with the row of the last event that was kept, unless that was refused. */
function* changesByKey(
  batch: Batch,
  outcomes: Uint8Array,
  twins: ReadonlyMap<string, StoredTwin>,
): Generator<{ readonly clusterId: string; readonly receivedAtMicros: number; readonly events: number }> {
  const candidates = candidatesOf(batch);
  const refused = new Set(candidates.flatMap(({ key }, index) => (outcomes[index] === outcome.rejected ? [key] : [])));
  const last = new Map<string, number>();
  for (const [index, { key }] of candidates.entries()) {
    const one = outcomes[index];
    if ((one === outcome.stored || one === outcome.completed) && !refused.has(key)) last.set(key, index);
  }
  for (const [key, index] of last) {
    const record = batch.records[batch.sources[index]?.record ?? -1];
    if (!record) continue;
    const { clusterId, receivedAtMicros } = record;
    yield { clusterId, receivedAtMicros, events: 1 };
    const replaced = outcomes[index] === outcome.completed ? twins.get(key)?.truncatedReceivedAtMicros : undefined;
    if (replaced !== undefined) yield { clusterId, receivedAtMicros: replaced, events: -1 };
  }
}
