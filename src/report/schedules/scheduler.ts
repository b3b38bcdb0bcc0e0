import { type Clock } from '../../platform/index.ts';
import { runIfDue, type ScheduleDeps } from './run-schedule.ts';

export interface SchedulerNeeds extends ScheduleDeps {
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** Resolves when dashboards can be run. */
  readonly whenReady: Promise<unknown>;
  /** Called when something was put into the outbox. */
  readonly onQueued: () => void;
}

/** Sends reports when they are due. */
export interface Scheduler {
  /** Looks at the schedules anew: one has changed. */
  wake(): void;
  /** Ends what is run, which is run again at the next start, and resolves when it has ended. */
  close(): Promise<void>;
}

/** However the clock is set, it is looked at this often. */
const longestSleepMs = 30_000;

/** Starts what runs the schedules, one report after another. */
export function startScheduler(needs: SchedulerNeeds): Scheduler {
  const { records, clock, logger } = needs;
  const closing = new AbortController();
  let waking = new AbortController();

  async function lookAtAll(): Promise<number> {
    let next = Number.POSITIVE_INFINITY;
    for (const { name } of await records.reportSchedules.list()) {
      // One report may take minutes: another may have changed meanwhile.
      const kept = await records.reportSchedules.find(name);
      if (!kept) continue;
      const looked = await runIfDue(needs, kept, closing.signal).catch((error: unknown) => {
        closing.signal.throwIfAborted();
        // It costs itself: those after it are looked at all the same.
        logger.error({ err: error, schedule: name }, 'cannot look at a schedule of reports');
        return { next: clock.now() + longestSleepMs, isQueued: false };
      });
      if (looked.isQueued) needs.onQueued();
      next = Math.min(next, looked.next ?? next);
    }
    return next;
  }

  async function work(): Promise<void> {
    await Promise.race([needs.whenReady, aborted(closing.signal)]);
    while (!closing.signal.aborted) {
      waking = new AbortController();
      let next = 0;
      try {
        next = await lookAtAll();
      } catch (error) {
        if (closing.signal.aborted) return;
        logger.error({ err: error }, 'cannot look at the schedules of reports');
        next = clock.now() + longestSleepMs;
      }
      const waitMs = Math.min(Math.max(next - clock.now(), 0), longestSleepMs);
      await clock.sleep(waitMs, AbortSignal.any([waking.signal, closing.signal]));
    }
  }

  const working = work();
  return {
    wake: () => waking.abort(),
    close: async () => {
      closing.abort();
      await working;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
