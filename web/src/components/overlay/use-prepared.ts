import { useEffect } from 'react';

/** Loads something at the first sign of a person, who may want it soon: a moved pointer, a touch or a key. */
export function usePrepared(load: () => Promise<unknown>): void {
  useEffect(() => {
    const stop = (): void => {
      for (const type of signs) document.removeEventListener(type, prepare, true);
    };
    // What cannot be loaded now is said when it is wanted.
    const prepare = (): void => {
      stop();
      void load().catch(() => undefined);
    };
    for (const type of signs) document.addEventListener(type, prepare, true);
    return stop;
  }, [load]);
}

const signs = ['pointermove', 'pointerdown', 'keydown'] as const;
