import { createHash } from 'node:crypto';
import { type Caller, selectClusters } from '../access/index.ts';
import { type Analysis, readRange, readTime } from '../analysis/index.ts';
import { AppError, said } from '../base/index.ts';
import type { CasePin } from '../records/index.ts';
import { type CaseRecords, ownCase } from './seen-case.ts';

export interface EventToPin {
  readonly cluster: string;
  readonly auditId: string;
  readonly stage: string;
  /** Its stage time. */
  readonly at: string | number;
  readonly note: string;
}

export interface SearchToPin {
  readonly query: string;
  /** Relative ones are fixed now. */
  readonly from: string | number;
  readonly to: string | number;
  /** Names; none are all that the caller may see. */
  readonly clusters?: readonly string[] | undefined;
  readonly note: string;
}

export interface PinNeeds {
  readonly records: CaseRecords;
  readonly analysis: Pick<Analysis, 'received'>;
  readonly clock: { nowMicros(): number };
}

export interface PinningTo {
  readonly caller: Caller;
  readonly caseId: string;
  readonly signal: AbortSignal;
}

/**
 * Pins an event to a case of the caller: its bytes as received, bodies included, with their hash. Throws AppError `not-found` for an event
 * that the caller does not see.
 */
export async function pinEvent(
  { records, analysis, clock }: PinNeeds,
  { cluster, auditId, stage, at, note }: EventToPin,
  { caller, caseId, signal }: PinningTo,
): Promise<CasePin> {
  await ownCase(records, caller, caseId);
  const atMicros = readTime(at, clock.nowMicros(), 'at');
  const found = await analysis.received({ caller, question: { cluster, auditId, stage, atMicros }, signal });
  if (!found) throw new AppError('not-found', said`cannot pin the event: there is none of that id, stage and time`);
  const { bytes, clusterId, namespace, timeMicros } = found;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const told = { clusterId, clusterName: cluster, namespace, auditId, stage, timeMicros };
  return records.cases.pin(caseId, {
    note,
    what: { kind: 'event', ...told, sha256, size: bytes.length },
    bytes,
  });
}

/** Pins a search to a case of the caller, with as much as they may see by it. Throws AppError `not-found` for a cluster that they do not see. */
export async function pinSearch(
  { records, clock }: Pick<PinNeeds, 'records' | 'clock'>,
  { query, from, to, clusters, note }: SearchToPin,
  { caller, caseId }: Omit<PinningTo, 'signal'>,
): Promise<CasePin> {
  await ownCase(records, caller, caseId);
  const { fromMicros, toMicros } = readRange(from, to, clock.nowMicros());
  const isOfAll = clusters === undefined || clusters.length === 0;
  const { scope } = await selectClusters(records, caller, clusters);
  const { namespaces, bodies } = caller.scope;
  const clusterIds = isOfAll ? caller.scope.clusterIds : scope.clusterIds;
  return records.cases.pin(caseId, {
    note,
    what: { kind: 'search', query, fromMicros, toMicros, clusterIds, namespaces, bodies },
  });
}
