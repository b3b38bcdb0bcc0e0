import { crc32 } from 'node:zlib';
import { EngineError, isPermanent } from '../store/index.ts';
import type { Journal, JournalRecord } from '../journal/index.ts';
import type { Logger } from '../platform/index.ts';
import type { EventWriter, Manifest, StoredTwin } from '../store/index.ts';
import { type Batch, blockOf, candidatesOf } from './batch.ts';
import type { DeadLetterSink } from './dead-letters.ts';
import { decide, decideNew, type Decision, outcome, resume } from './decide.ts';
import { encodePlan, type Plan } from './plan.ts';
import { storedChanges } from './stored-changes.ts';

/** What became of a record's events. */
export interface RecordOutcome {
  readonly stored: number;
  readonly duplicates: number;
  readonly completed: number;
  readonly rejected: number;
}

/** Places where a test takes the power away; in the product nothing happens there. */
export type IndexerStep = 'decided' | 'planned' | 'inserted' | 'deleted' | 'checkpointed';

export interface ApplyOptions {
  readonly journal: Pick<Journal, 'id' | 'writePlan'>;
  readonly writer: EventWriter;
  readonly manifest: Pick<Manifest, 'apply'>;
  readonly deadLetters: DeadLetterSink;
  readonly logger: Logger;
  /** Says whether a cluster is still there. What waits for one that was deleted is dropped. */
  readonly hasCluster: (clusterId: string) => Promise<boolean>;
  readonly onStep?: (step: IndexerStep) => void;
}

type Twins = ReadonlyMap<string, StoredTwin>;

/**
 * Applies a batch up to the checkpoint: looks for twins, decides, makes the decision durable, inserts, tells the manifest, deletes
 * truncated twins. Rejects when the engine fails; calling again with the plan that is then in the journal goes on with the same numbers.
 */
export async function apply(
  options: ApplyOptions,
  batch: Batch,
  plan: Plan | undefined,
): Promise<ReadonlyMap<JournalRecord, RecordOutcome>> {
  const gone = await goneClusters(options, batch);
  // Events of clusters that are gone are decided with the others: a plan fits whichever clusters are there when it is applied.
  const { extent, sources } = batch;
  await rejectUnreadable(options, batch);
  if (sources.length === 0) return summarise(batch, gone, new Uint8Array());
  const twins = await options.writer.findTwins(extent);
  const decision = decideBatch(batch, plan, twins);
  options.onStep?.('decided');
  const from = batch.records[0]?.position ?? 0;
  await options.journal.writePlan(encodePlan({ from, next: batch.next, outcomes: decision.outcomes }));
  options.onStep?.('planned');
  const chosen = decision.inserted.map((one, index) => {
    const record = batch.records[sources[index]?.record ?? -1];
    return record && !gone.has(record.clusterId) ? one : 0;
  });
  await insertRows(options, batch, decision, chosen);
  options.onStep?.('inserted');
  // Between the insert and the delete: the engine never holds less than the manifest says.
  const changes = storedChanges(batch, decision.outcomes, twins, gone);
  await options.manifest.apply({ journalId: options.journal.id, from, next: batch.next, changes });
  if (decision.replaced.length > 0) await deleteReplaced(options, batch, decision, twins);
  options.onStep?.('deleted');
  return summarise(batch, gone, decision.outcomes);
}

function decideBatch(batch: Batch, plan: Plan | undefined, twins: Twins): Decision {
  const { identities, sources } = batch;
  if (plan?.outcomes.length === sources.length) return resume(candidatesOf(batch), plan.outcomes, twins);
  // What nearly every batch is.
  if (twins.size === 0 && identities.areDistinct()) return decideNew(sources.length);
  return decide(candidatesOf(batch), twins);
}

/** Deletes the truncated twins of whole events that were inserted. */
async function deleteReplaced(options: ApplyOptions, batch: Batch, decision: Decision, twins: Twins): Promise<void> {
  const refused = new Set(
    candidatesOf(batch).flatMap(({ key }, index) => (decision.outcomes[index] === outcome.rejected ? [key] : [])),
  );
  for (const clusterId of batch.extent.clusterIds) {
    const replaced = decision.replaced.filter((key) => key.startsWith(`${clusterId}\u00ff`) && !refused.has(key));
    const keys = replaced.flatMap((key) => twins.get(key)?.key ?? []);
    if (keys.length > 0) await options.writer.deleteTruncated(clusterId, keys);
  }
}

/** The clusters of a batch that were deleted since. */
async function goneClusters({ hasCluster }: ApplyOptions, batch: Batch): Promise<ReadonlySet<string>> {
  const gone = new Set<string>();
  for (const id of new Set(batch.records.map((record) => record.clusterId))) if (!(await hasCluster(id))) gone.add(id);
  return gone;
}

/** Inserts the chosen rows; where the engine cannot read them, halves them until the one that it cannot read is found. */
async function insertRows(options: ApplyOptions, batch: Batch, decision: Decision, chosen: Uint8Array): Promise<void> {
  const block = await blockOf(batch, chosen);
  if (!block) return;
  try {
    await options.writer.insert(block, tokenOf(options.journal.id, batch, chosen));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const indexes = [...chosen.keys()].filter((index) => chosen[index] === 1);
    const middle = indexes[indexes.length >> 1] ?? 0;
    // The fault of an event, not of the day, nor of what the engine wrote before.
    const isData = isPermanent(error.kind) && error.kind !== 'corrupt-part' && error.kind !== 'missing-part';
    if (indexes.length === 1 && isData) await reject(options, batch, middle, error);
    else if (indexes.length > 1 && (isData || error.kind === 'memory-limit')) {
      const half = (keep: (index: number) => boolean): Uint8Array =>
        chosen.map((one, index) => (keep(index) ? one : 0));
      await insertRows(
        options,
        batch,
        decision,
        half((index) => index < middle),
      );
      await insertRows(
        options,
        batch,
        decision,
        half((index) => index >= middle),
      );
      return;
    } else throw error;
    decision.outcomes[middle] = outcome.rejected;
  }
}

/**
 * Names a block: the same events of the same stretch of the journal have the same token, and no others do. Not by its bytes:
 * after a crash the same rows may stand in dictionaries of another order.
 */
function tokenOf(journalId: string, { records, next }: Batch, chosen: Uint8Array): string {
  const count = chosen.reduce((sum, one) => sum + one, 0);
  return [journalId, records[0]?.position ?? 0, next, count, crc32(chosen)].join('-');
}

async function reject(options: ApplyOptions, batch: Batch, index: number, error: EngineError): Promise<void> {
  const source = batch.sources[index];
  const record = source && batch.records[source.record];
  if (!source || !record) return;
  const { clusterId, receivedAtMicros, payload } = record;
  options.logger.error({ err: error, clusterId }, 'the engine cannot read an event; it is kept as a dead letter');
  const bytes = payload.subarray(source.from, source.to);
  await options.deadLetters.add([
    { clusterId, receivedAtMicros, reason: 'engine-refused', detail: error.message.slice(0, 500), bytes },
  ]);
}

async function rejectUnreadable(options: ApplyOptions, batch: Batch): Promise<void> {
  const rejects = batch.unreadable.flatMap(({ record, from, to, reason }) => {
    const source = batch.records[record];
    if (!source) return [];
    const { clusterId, receivedAtMicros, payload } = source;
    return [{ clusterId, receivedAtMicros, reason, detail: 'in the journal', bytes: payload.subarray(from, to) }];
  });
  if (rejects.length > 0) await options.deadLetters.add(rejects);
}

/** The outcomes of each record whose cluster is still there. */
function summarise(batch: Batch, gone: ReadonlySet<string>, outcomes: Uint8Array): Map<JournalRecord, RecordOutcome> {
  const counts = batch.records.map(() => ({ stored: 0, duplicates: 0, completed: 0, rejected: 0 }));
  const names = ['stored', 'duplicates', 'completed', 'rejected'] as const;
  for (const [index, { record }] of batch.sources.entries()) {
    const count = counts[record];
    const name = names[outcomes[index] ?? outcome.rejected];
    if (count && name) count[name] += 1;
  }
  for (const { record } of batch.unreadable) {
    const count = counts[record];
    if (count) count.rejected += 1;
  }
  const results = new Map<JournalRecord, RecordOutcome>();
  for (const [index, record] of batch.records.entries()) {
    const count = counts[index];
    if (count && !gone.has(record.clusterId)) results.set(record, count);
  }
  return results;
}
