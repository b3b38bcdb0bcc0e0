import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Clock, Logger } from '../platform/index.ts';
import type { Records } from '../records/index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** What is kept of the past. A cause that is no longer shown is known all the same, so that it is not told again. */
const bounds = {
  causes: { shownMs: 90 * dayMs, shown: 50_000, keptMs: 400 * dayMs, kept: 2_000_000 },
  evaluations: { keptMs: 30 * dayMs, ofRule: 2000 },
} as const;

/** Forgets what is old of the history, now and every hour. */
export function keepTidy({
  records,
  clock,
  logger,
}: {
  readonly records: Pick<Records, 'alertCauses' | 'alertEvaluations'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}): { close(): void } {
  const closing = new AbortController();

  /** Rule by rule: others have their turn in between. */
  async function forgetEvaluations(now: number): Promise<void> {
    const { keptMs, ofRule } = bounds.evaluations;
    let rule: string | undefined = '';
    while (rule !== undefined && !closing.signal.aborted) {
      rule = await records.alertEvaluations.forget({ after: rule, since: now - keptMs, ofRule });
      await yieldToOthers();
    }
  }

  const tidy = (): void => {
    const now = clock.now();
    const { shownMs, shown, keptMs, kept } = bounds.causes;
    Promise.all([
      records.alertCauses.forget({ shownSince: now - shownMs, shown, keptSince: now - keptMs, kept }),
      forgetEvaluations(now),
    ]).catch((error: unknown) => {
      logger.error({ err: error }, 'cannot forget old alerts; trying again in an hour');
    });
  };
  tidy();
  const timer = setInterval(tidy, hourMs);
  return {
    close: () => {
      closing.abort();
      clearInterval(timer);
    },
  };
}
