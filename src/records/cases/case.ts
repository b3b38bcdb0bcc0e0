/** Whose a case is. One of the same name that comes later is somebody else. */
export interface CaseOwner {
  readonly owner: string;
  /** When they were made, in Unix milliseconds. */
  readonly ownerSince: number;
}

/** A trail that somebody keeps and may hand on. */
export interface Case extends CaseOwner {
  readonly id: string;
  /** One of the owner's has it. */
  readonly name: string;
  readonly summary: string;
  /** Others may read it, as far as they may see what is pinned. */
  readonly isShared: boolean;
  /** Unix milliseconds. */
  readonly createdAt: number;
  /** When it, or a pin of it, was last changed. */
  readonly updatedAt: number;
}

/** An event as it was when it was pinned: its bytes are kept apart from the store, so that retention leaves them. */
export interface PinnedEvent {
  readonly kind: 'event';
  readonly clusterId: string;
  /** As the cluster was called then. */
  readonly clusterName: string;
  /** Of `objectRef`; empty where the request was about none. */
  readonly namespace: string;
  readonly auditId: string;
  readonly stage: string;
  readonly timeMicros: number;
  /** Of the bytes, in hexadecimal. */
  readonly sha256: string;
  /** Of the bytes. */
  readonly size: number;
}

/** A search over a range, and as much of what it found as whoever pinned it could see. */
export interface PinnedSearch {
  readonly kind: 'search';
  readonly query: string;
  readonly fromMicros: number;
  readonly toMicros: number;
  /** Ids; null is all. */
  readonly clusterIds: readonly string[] | null;
  readonly namespaces: readonly string[] | null;
  readonly bodies: boolean;
}

export interface CasePin {
  readonly id: string;
  readonly note: string;
  /** Unix milliseconds. */
  readonly pinnedAt: number;
  readonly what: PinnedEvent | PinnedSearch;
}

/** What is pinned; an event comes with its bytes. */
export type NewCasePin = { readonly note: string } & (
  | { readonly what: PinnedEvent; readonly bytes: Uint8Array }
  | { readonly what: PinnedSearch }
);

/** How much is kept: an event may be megabytes, and these are kept for ever. */
export const caseBounds = {
  casesOfAnOwner: 50,
  pins: 200,
  /** Of the events and queries of a case. */
  bytes: 16 << 20,
} as const;
