import type { AppError } from '../base/index.ts';
import type { Journal } from '../journal/index.ts';
import type { Clock, Logger } from '../platform/index.ts';

/** Says whether events are refused for want of room, to everybody who has to know before a sender tells them. */
export interface RefusalWatch {
  /** Why events are refused at the moment; undefined where they are taken. As of a second ago at most. */
  reason(): string | undefined;
  close(): void;
}

export interface RefusalWatchOptions {
  readonly journal: Pick<Journal, 'ensureRoom'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const intervalMs = 1000;
/** A body of usual size: with less room than this most of them are refused. */
const usualBytes = 1 << 20;

/** Looks at once and every second, and logs each change. Resolves after the first look. */
export async function watchRefusal({ journal, clock, logger }: RefusalWatchOptions): Promise<RefusalWatch> {
  const stopping = new AbortController();
  let reason: string | undefined;

  async function look(): Promise<void> {
    const found = await journal.ensureRoom(usualBytes).then(
      () => undefined,
      // That a body of this size could never fit is no want of room.
      (error: AppError) => (error.code === 'too-large' ? undefined : error.message),
    );
    if (stopping.signal.aborted) return;
    if (found !== undefined && reason === undefined)
      logger.error({ reason: found }, 'events are refused until there is room again; senders try again for a while');
    if (found === undefined && reason !== undefined) logger.warn('there is room again: events are taken');
    reason = found;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.sleep(intervalMs, stopping.signal);
      if (!stopping.signal.aborted) await look();
    }
  }

  await look();
  void run();
  return { reason: () => reason, close: () => stopping.abort() };
}
