import type { StoredEvent } from '../../stream/index.ts';

/** A form of an event: one file beside this, and a line here. */
export interface Shape {
  /** For people. */
  readonly meaning: string;
  /** The event on one line of JSON; `cluster` is the name of its cluster. */
  write(event: StoredEvent, cluster: string): Uint8Array;
}
