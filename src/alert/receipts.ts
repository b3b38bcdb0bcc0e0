/** What evaluations know of the way in. Microseconds. */
export interface ReceiptClock {
  /**
   * The receipt up to which everything can be asked for: what can be asked for later was received later. Undefined while nobody can say, as
   * after a start with a full journal.
   */
  settledThrough(): number | undefined;
  /** A moment between what was received until now and what will be. */
  now(): number;
  /** Is told up to where evaluations have come, so that nothing is received before that, whatever the clock did meanwhile. */
  atLeast(micros: number): void;
}
