/** What became of the events of a body, or of several: the other numbers add up to `read`. */
export interface Counts {
  readonly read: number;
  /** New. */
  readonly stored: number;
  /** There already, by whatever way they came. */
  readonly duplicates: number;
  /** Took the place of one that its webhook had truncated. */
  readonly completed: number;
  /** Cannot be read; kept as dead letters. */
  readonly rejected: number;
}

export const noCounts: Counts = { read: 0, stored: 0, duplicates: 0, completed: 0, rejected: 0 };

/** Adds up two counts. */
export function addCounts(a: Counts, b: Counts): Counts {
  return {
    read: a.read + b.read,
    stored: a.stored + b.stored,
    duplicates: a.duplicates + b.duplicates,
    completed: a.completed + b.completed,
    rejected: a.rejected + b.rejected,
  };
}
