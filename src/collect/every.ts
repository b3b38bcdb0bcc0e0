/** Work that is done again and again, not more often than each so many milliseconds. */
export interface Every {
  isDue(): boolean;
  /** Does it if it is due. */
  ifDue(): Promise<void>;
  now(): Promise<void>;
}

export function every(milliseconds: number, monotonicMs: () => number, work: () => Promise<void>): Every {
  let doneAt = Number.NEGATIVE_INFINITY;
  const isDue = (): boolean => monotonicMs() - doneAt >= milliseconds;
  const now = async (): Promise<void> => {
    await work();
    doneAt = monotonicMs();
  };
  return { isDue, now, ifDue: async () => (isDue() ? now() : undefined) };
}
