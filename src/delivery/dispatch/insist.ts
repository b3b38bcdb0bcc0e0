import { createBackoff } from '../../base/index.ts';
import type { Clock, Logger } from '../../platform/index.ts';
import { isDiskFull } from '../../records/index.ts';

/** How long the records are left alone when they take nothing. */
const waits = { firstMs: 1000, maxMs: 60_000 } as const;

export interface InsistNeeds {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly logger: Logger;
  readonly random: () => number;
  readonly stopping: AbortSignal;
}

/** Does what needs the records, again and again until they take it: the disk may be full. When the server stops, once more at least. */
export function createInsist(channel: string, { clock, logger, random, stopping }: InsistNeeds) {
  const backoff = createBackoff({ ...waits, random });
  return async (task: () => Promise<void>): Promise<void> => {
    for (;;) {
      try {
        await task();
        return backoff.reset();
      } catch (error) {
        if (isDiskFull(error)) logger.warn({ channel }, 'deliveries wait: the disk has no room');
        else logger.error({ err: error, channel }, 'cannot send what waits for a channel');
        if (stopping.aborted) return;
        await clock.sleep(backoff.nextMs(), stopping);
      }
    }
  };
}
