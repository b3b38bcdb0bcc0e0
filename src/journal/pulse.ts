/** Wakes everybody who waits. A wait that begins after a beat waits for the next one. */
export interface Pulse {
  /** Resolves at the next beat, or when the signal is aborted. It never rejects. */
  wait(signal?: AbortSignal): Promise<void>;
  beat(): void;
}

export function createPulse(): Pulse {
  const waiting = new Set<() => void>();
  return {
    wait: (signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal?.addEventListener('abort', wake);
        if (signal?.aborted === true) wake();
      }),
    beat: () => {
      for (const wake of waiting) wake();
    },
  };
}
