/**
 * What a caller may see. `null` means no limit. A caller limited to namespaces sees only rows whose objectRef.namespace is
 * one of them: no cluster-scoped, non-resource or all-namespaces request. The same rows in search, facets, completion,
 * tail, totals, exports and reports. A caller without bodies sees events as if they had been logged without request and response
 * objects.
 */
export interface Scope {
  readonly clusterIds: readonly string[] | null;
  readonly namespaces: readonly string[] | null;
  readonly bodies: boolean;
}

/** A half-open range of time, in microseconds since 1970. */
export interface TimeRange {
  readonly fromMicros: number;
  readonly toMicros: number;
  /**
   * Which time is meant: that of the event, or that of its receipt, over which whoever looks again and again misses nothing that
   * came late. The event's where it is not said.
   */
  readonly kind?: 'event' | 'received';
}

/** The column of `events` that a range is about. */
export function rangeColumn({ kind }: TimeRange): 'time' | 'received_at' {
  return kind === 'received' ? 'received_at' : 'time';
}
