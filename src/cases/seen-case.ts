import { type Caller, covers, isAllowed, isInScope } from '../access/index.ts';
import { withoutBodies } from '../audit/index.ts';
import { AppError, said } from '../base/index.ts';
import type { Case, CaseOwner, CasePin, PinnedEvent, PinnedSearch, Records } from '../records/index.ts';

export type CaseRecords = Pick<Records, 'cases' | 'clusters'>;

/** A pinned event as a caller may see it. */
export interface SeenEvent {
  readonly kind: 'event';
  /** Its name now, or as it was called when it was there. */
  readonly cluster: string;
  readonly auditId: string;
  readonly stage: string;
  readonly timeMicros: number;
  /** As received; without bodies for a caller who may not see them. */
  readonly bytes: Uint8Array;
  /** Of the bytes received; undefined where these are not shown: it would tell whether a guess of what is left out is right. */
  readonly sha256: string | undefined;
}

export interface SeenSearch extends Pick<PinnedSearch, 'kind' | 'query' | 'fromMicros' | 'toMicros'> {
  /** Names; undefined is all. */
  readonly clusters: readonly string[] | undefined;
}

export interface SeenPin extends Pick<CasePin, 'id' | 'note' | 'pinnedAt'> {
  readonly what: SeenEvent | SeenSearch;
}

/** A case as far as a caller may see it: pins that they may not see are left out, and not counted. */
export interface SeenCase<Pin = SeenPin> {
  readonly kept: Case;
  readonly isEditable: boolean;
  readonly pins: readonly Pin[];
}

export function ownerOf({ name, since }: Caller): CaseOwner {
  return { owner: name, ownerSince: since };
}

function isOwner(caller: Caller, kept: CaseOwner): boolean {
  return kept.owner === caller.name && kept.ownerSince === caller.since;
}

/** An event is for whoever may see it in its cluster and namespace; a search for whoever may see all that its author saw by it. */
function isVisible({ scope }: Caller, what: PinnedEvent | PinnedSearch): boolean {
  if (what.kind === 'event') return isInScope(scope, what);
  return covers(scope, { clusterIds: what.clusterIds, namespaces: what.namespaces, bodies: what.bodies });
}

/** What of a case a caller sees; undefined where it is not for them: one of others of which they may see no pin, too. */
async function seen(
  records: CaseRecords,
  caller: Caller,
  kept: Case | undefined,
  detail: 'pins' | 'outlines' = 'pins',
): Promise<SeenCase<CasePin> | undefined> {
  if (kept === undefined) return undefined;
  const isOwn = isOwner(caller, kept);
  if (!isOwn && !kept.isShared) return undefined;
  const pins = (await records.cases[detail](kept.id)).filter(({ what }) => isVisible(caller, what));
  if (!isOwn && pins.length === 0) return undefined;
  return { kept, isEditable: isOwn && isAllowed(caller, 'keep'), pins };
}

/** The cases that a caller may open, by name; their pins are outlines. */
export async function listCases(records: CaseRecords, caller: Caller): Promise<readonly SeenCase<CasePin>[]> {
  const all = await records.cases.listFor(ownerOf(caller));
  const found = await Promise.all(all.map((kept) => seen(records, caller, kept, 'outlines')));
  return found.filter((one) => one !== undefined);
}

/** A case with what is pinned. Throws AppError `not-found`, also for one that is not for the caller. */
export async function openCase(records: CaseRecords, caller: Caller, id: string): Promise<SeenCase> {
  const found = await seen(records, caller, await records.cases.find(id));
  if (found === undefined) throw unknown(id);
  const clusters = await records.clusters.list();
  const names = new Map(clusters.map((cluster) => [cluster.id, cluster.name]));
  const pins: SeenPin[] = [];
  for (const pin of found.pins) {
    const { what } = pin;
    if (what.kind === 'search') {
      const { kind, query, fromMicros, toMicros, clusterIds } = what;
      const named = clusterIds?.map((clusterId) => names.get(clusterId) ?? clusterId);
      pins.push({ ...pin, what: { kind, query, fromMicros, toMicros, clusters: named } });
    } else {
      const bytes = await records.cases.bytesOf(pin.id);
      const cluster = names.get(what.clusterId) ?? what.clusterName;
      if (bytes !== undefined) pins.push({ ...pin, what: seenEvent(caller, what, { bytes, cluster }) });
    }
  }
  return { ...found, pins };
}

/** The case, for changing it. Throws AppError `not-found` as `openCase` does, `forbidden` for one of somebody else. */
export async function ownCase(records: CaseRecords, caller: Caller, id: string): Promise<Case> {
  const found = await seen(records, caller, await records.cases.find(id));
  if (found === undefined) throw unknown(id);
  if (!found.isEditable)
    throw new AppError('forbidden', said`cannot change case "${found.kept.name}": it is of "${found.kept.owner}"`);
  return found.kept;
}

/**
 * The case, for taking something out of it: an administrator may as well as its owner, who may be there no more. Throws AppError as
 * `ownCase` does.
 */
export async function caseToClear(records: CaseRecords, caller: Caller, id: string): Promise<Case> {
  if (!isAllowed(caller, 'administer')) return ownCase(records, caller, id);
  const found = await seen(records, caller, await records.cases.find(id));
  if (found === undefined) throw unknown(id);
  return found.kept;
}

function unknown(id: string): AppError {
  return new AppError('not-found', said`cannot find case "${id}"`);
}

function seenEvent(
  { scope }: Caller,
  { auditId, stage, timeMicros, sha256 }: PinnedEvent,
  { bytes, cluster }: { readonly bytes: Uint8Array; readonly cluster: string },
): SeenEvent {
  const told = { kind: 'event', cluster, auditId, stage, timeMicros } as const;
  return scope.bodies ? { ...told, bytes, sha256 } : { ...told, bytes: withoutBodies(bytes), sha256: undefined };
}
