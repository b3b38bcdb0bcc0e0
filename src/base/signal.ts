/** Wakes everybody who waits. A wait that begins after a notification waits for the next one. */
export interface Signal {
  /** Resolves at the next notification, or when it is aborted. It never rejects. */
  wait(abort?: AbortSignal): Promise<void>;
  notify(): void;
}

export function createSignal(): Signal {
  const waiting = new Set<() => void>();
  return {
    wait: (abort) =>
      new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          abort?.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        abort?.addEventListener('abort', wake);
        if (abort?.aborted === true) wake();
      }),
    notify: () => {
      for (const wake of waiting) wake();
    },
  };
}
