/** What became of the events: the other numbers add up to `read`. */
export interface Summary {
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

export const emptySummary: Summary = { read: 0, stored: 0, duplicates: 0, completed: 0, rejected: 0 };

/** Adds up two summaries. */
export function addSummaries(a: Summary, b: Summary): Summary {
  return {
    read: a.read + b.read,
    stored: a.stored + b.stored,
    duplicates: a.duplicates + b.duplicates,
    completed: a.completed + b.completed,
    rejected: a.rejected + b.rejected,
  };
}
