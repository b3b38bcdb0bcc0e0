import type { Clock, Logger } from '../../platform/index.ts';
import type { MendingEngine } from './damage.ts';
import type { Integrity } from './integrity.ts';

export interface IntegrityWatchOptions {
  readonly integrity: Pick<Integrity, 'check'>;
  readonly engine: MendingEngine;
  /** A restart may have found broken parts. */
  readonly restarts: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Resolves when the store was checked for the first time. */
  readonly whenReady: Promise<unknown>;
}

/** Checks the store now and then. */
export interface IntegrityWatch {
  /** Looks soon, because something was found. */
  wake(): void;
  close(): Promise<void>;
}

const hourMs = 3_600_000;
const pollMs = 5000;
const closeGraceMs = 5000;

/** Checks every hour, and soon after each restart of the engine. */
export function watchIntegrity(options: IntegrityWatchOptions): IntegrityWatch {
  const { integrity, engine, restarts, clock, logger } = options;
  const stopping = new AbortController();
  let isDue = false;

  async function run(): Promise<void> {
    const stopped = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
    await Promise.race([options.whenReady, stopped]);
    let seen = restarts();
    let checkedAt = clock.now();
    while (!stopping.signal.aborted) {
      await clock.sleep(pollMs, stopping.signal);
      if (stopping.signal.aborted) return;
      if (!isDue && restarts() === seen && clock.now() - checkedAt < hourMs) continue;
      seen = restarts();
      isDue = false;
      try {
        await integrity.check(engine);
        checkedAt = clock.now();
      } catch (error) {
        isDue = true;
        if (!stopping.signal.aborted)
          logger.warn({ err: error }, 'cannot compare the store with its manifest; trying again');
      }
    }
  }

  const running = run();
  return {
    wake() {
      isDue = true;
    },
    async close() {
      stopping.abort();
      const waited = new AbortController();
      // An engine that does not answer is not waited for.
      await Promise.race([running, clock.sleep(closeGraceMs, waited.signal)]);
      waited.abort();
    },
  };
}
