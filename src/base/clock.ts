/** Where a module reads the time from. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Microseconds since the Unix epoch, as fine as the clock tells: an exact integer up to the year 2255. */
  nowMicros(): number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. It never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
