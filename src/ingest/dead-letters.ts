/** Why an event is not in the store. */
export type DeadLetterReason =
  | 'not-json'
  | 'not-an-object'
  | 'not-an-event'
  | 'no-audit-id'
  | 'engine-refused'
  | 'journal-corrupt';

/** An event that could not be stored, with its bytes as received. */
export interface DeadLetter {
  readonly clusterId: string;
  readonly receivedAtMicros: number;
  readonly reason: DeadLetterReason;
  readonly detail: string;
  readonly bytes: Uint8Array;
}

/** Where they go. Resolves when they are on disk. */
export interface DeadLetterSink {
  add(letters: readonly DeadLetter[]): Promise<void>;
}
