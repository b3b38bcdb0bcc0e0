/** What becomes of an event of a batch. */
export const outcome = { stored: 0, duplicate: 1, completed: 2, rejected: 3 } as const;

/** One event of a batch, in the order of arrival. */
export interface Candidate {
  /** Cluster and identity. */
  readonly key: string;
  readonly isTruncated: boolean;
}

export interface Decision {
  /** One of `outcome` for each candidate. */
  readonly outcomes: Uint8Array;
  /** Whether a candidate's row is to be inserted. */
  readonly inserted: Uint8Array;
  /** Keys of stored truncated events that a whole one takes the place of. */
  readonly replaced: readonly string[];
}

/**
 * Decides for each event whether it is new. The same event is stored once; a whole one takes the place of its truncated twin,
 * within the batch as well, never the other way round. `twins` says what the store holds.
 */
export function decide(
  candidates: readonly Candidate[],
  twins: ReadonlyMap<string, { readonly isTruncated: boolean }>,
): Decision {
  const outcomes = new Uint8Array(candidates.length);
  const inserted = new Uint8Array(candidates.length);
  const replaced: string[] = [];
  const seen = new Map<string, { index: number; isTruncated: boolean }>();
  for (const [index, { key, isTruncated }] of candidates.entries()) {
    const earlier = seen.get(key);
    const twin = twins.get(key);
    if (earlier ? earlier.isTruncated && !isTruncated : twin && twin.isTruncated && !isTruncated) {
      outcomes[index] = outcome.completed;
      if (earlier) inserted[earlier.index] = 0;
      if (twin?.isTruncated) replaced.push(key);
    } else if (earlier || twin) {
      outcomes[index] = outcome.duplicate;
      continue;
    }
    inserted[index] = 1;
    seen.set(key, { index, isTruncated });
  }
  return { outcomes, inserted, replaced };
}

/** The decision about events none of which was seen before, here or in the store. */
export function decideNew(count: number): Decision {
  return {
    outcomes: new Uint8Array(count).fill(outcome.stored),
    inserted: new Uint8Array(count).fill(1),
    replaced: [],
  };
}

/**
 * As `decide`, after a crash, when the outcomes were decided but it is not known how far applying them got: what the store
 * has by now is not inserted again, and a truncated twin that is still there is still to go.
 */
export function resume(
  candidates: readonly Candidate[],
  outcomes: Uint8Array,
  twins: ReadonlyMap<string, { readonly isTruncated: boolean }>,
): Decision {
  const inserted = new Uint8Array(candidates.length);
  const last = new Map<string, number>();
  for (const [index, { key }] of candidates.entries()) {
    if (outcomes[index] === outcome.stored || outcomes[index] === outcome.completed) last.set(key, index);
  }
  const replaced: string[] = [];
  for (const [key, index] of last) {
    const twin = twins.get(key);
    const isTruncated = candidates[index]?.isTruncated === true;
    inserted[index] = !twin || (twin.isTruncated && !isTruncated) ? 1 : 0;
    // A whole event may already be there beside its cut twin: `twins` then shows the whole one, so ask for the delete anyway.
    if (outcomes[index] === outcome.completed) replaced.push(key);
  }
  return { outcomes, inserted, replaced };
}
