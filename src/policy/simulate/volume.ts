/** A number of events and of bytes. */
export interface Volume {
  readonly events: number;
  readonly bytes: number;
}

/** What there is before and after. */
export interface Change {
  readonly before: Volume;
  readonly after: Volume;
}

interface Counted {
  readonly before: { events: number; bytes: number };
  readonly after: { events: number; bytes: number };
}

/** Names that are told apart; the rest is counted together, so that a simulation of any length fits in memory. */
const mostNames = 5000;
const rest = '(others)';

/** Volumes by name. */
export class Breakdown {
  private readonly counts = new Map<string, Counted>();

  /** Counts one event. */
  add(name: string, before: Volume, after: Volume): void {
    const key = this.counts.has(name) || this.counts.size < mostNames ? name : rest;
    let counted = this.counts.get(key);
    if (!counted) {
      counted = { before: { events: 0, bytes: 0 }, after: { events: 0, bytes: 0 } };
      this.counts.set(key, counted);
    }
    counted.before.events += before.events;
    counted.before.bytes += before.bytes;
    counted.after.events += after.events;
    counted.after.bytes += after.bytes;
  }

  /** What was counted, the largest before first. */
  result(): readonly (Change & { readonly name: string })[] {
    return [...this.counts]
      .map(([name, { before, after }]) => ({ name, before: { ...before }, after: { ...after } }))
      .toSorted((a, b) => b.before.bytes - a.before.bytes || b.before.events - a.before.events);
  }
}
