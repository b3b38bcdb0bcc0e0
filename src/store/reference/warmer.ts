import type { Clock, Logger } from '../../platform/index.ts';
import type { ReferenceData } from './reference-data.ts';

export interface ReferenceWarmerOptions {
  readonly referenceData: Pick<ReferenceData, 'isFilled' | 'warm'>;
  /** A restarted engine has forgotten what it had loaded. */
  readonly restarts: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Resolves when the engine can be asked. */
  readonly whenReady: Promise<unknown>;
}

/** Keeps the data that statements look up loaded. */
export interface ReferenceWarmer {
  /** Does not wait for what is under way: what was not finished is done again at the next start. */
  close(): void;
}

/** A new store is filled when its start is over: nobody asks about it yet, and it takes a second of this process's time. */
const fillAfterMs = 10_000;
const pollMs = 5000;

/** Loads what look-ups of addresses need at each start of the engine, so that the first report does not wait for it. */
export function warmReferenceData(options: ReferenceWarmerOptions): ReferenceWarmer {
  const { referenceData, restarts, clock, logger, whenReady } = options;
  const stopping = new AbortController();
  const { signal } = stopping;

  async function warm(): Promise<void> {
    try {
      if (!(await referenceData.isFilled())) await clock.sleep(fillAfterMs, signal);
      if (!signal.aborted) await referenceData.warm();
    } catch (error) {
      if (!signal.aborted) logger.warn({ err: error }, 'cannot load GeoIP data before it is asked for');
    }
  }

  async function run(): Promise<void> {
    await whenReady;
    for (let seen = -1; !signal.aborted; await clock.sleep(pollMs, signal)) {
      if (restarts() === seen) continue;
      seen = restarts();
      await warm();
    }
  }

  void run();
  return { close: () => stopping.abort() };
}
