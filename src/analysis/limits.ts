/** What a caller's question may take before any event is read, and how many events one may replay. No honest one comes near. */
export const workLimits = {
  /** Of one step: compiling a query, reading its answer, loading, linting or checking a policy, replaying a page of events. */
  seconds: 20,
  /** Of memory, of one step. */
  megabytes: 512,
  /** Pairs of a request and a rule of a policy: a thousand rules for each of ten thousand requests. */
  checks: 10_000_000,
  /** Events that one simulation replays; beyond, the range is to be made smaller or the command line used on files. */
  simulatedEvents: 500_000,
  /** Events that a timeline is told from, of each of its two searches, and their bytes: the newest are read. */
  historyEvents: 5000,
  historyBytes: 24 << 20,
  /** What waits for a thread, of each caller. */
  waiting: 32,
  /** How long it waits. */
  waitingSeconds: 30,
} as const;
