import { Worker } from 'node:worker_threads';
import { createMutex } from '../base/index.ts';
import { programPath } from '../platform/index.ts';
import type { ActivityBounds, ActivityEntry } from './activity-writer.ts';

/** What the thread is made with. */
export interface ActivityThreadData {
  /** The database file, which is open and has its tables. */
  readonly path: string;
  readonly bounds: ActivityBounds;
}

/** What the thread is asked, one thing at a time. */
export type ActivityRequest =
  | { readonly kind: 'write'; readonly entries: readonly ActivityEntry[] }
  | { readonly kind: 'remove-old'; readonly now: number }
  | { readonly kind: 'close' };

export type ActivityAnswer = 'written' | 'full' | 'more' | 'done' | { readonly error: Error };

/** Where groups of entries are written. */
export interface ActivityGroups {
  write(entries: readonly ActivityEntry[]): Promise<'written' | 'full'>;
  removeOld(now: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Writes in a thread of its own, with a connection of its own, so that the disk's slowness is nobody's who asks something else. The thread
 * begins with the first request; one that ends by itself fails the request under way, and the next begins another. It does not
 * keep the process open.
 */
export function startActivityThread(data: ActivityThreadData): ActivityGroups {
  const mutex = createMutex();
  let worker: Worker | undefined;

  function ask(request: ActivityRequest): Promise<ActivityAnswer> {
    // The same process, so nothing of how it was started is for the thread.
    const program = programPath(import.meta, 'activity-worker.ts', 'activity.js');
    const thread = (worker ??= new Worker(program, { execArgv: [], workerData: data }));
    thread.ref();
    return new Promise<ActivityAnswer>((resolve, reject) => {
      const onError = (error: unknown): void => settle(() => reject(error));
      const onExit = (): void => settle(() => reject(new Error('the thread of the activity log ended')));
      const onMessage = (answer: ActivityAnswer): void => settle(() => resolve(answer));
      const settle = (outcome: () => void): void => {
        thread.off('message', onMessage).off('error', onError).off('exit', onExit);
        thread.unref();
        outcome();
      };
      thread.once('message', onMessage).once('error', onError).once('exit', onExit);
      // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
      thread.postMessage(request);
    }).catch((error: unknown) => {
      worker = undefined;
      throw error;
    });
  }

  /** One request at a time: an answer does not say whose it is. */
  async function answerTo(request: ActivityRequest): Promise<Exclude<ActivityAnswer, object>> {
    const answer = await mutex.run(() => ask(request));
    if (typeof answer === 'object') throw answer.error;
    return answer;
  }

  return {
    write: async (entries) => ((await answerTo({ kind: 'write', entries })) === 'full' ? 'full' : 'written'),
    removeOld: async (now) => {
      // Groups that come meanwhile go between.
      while ((await answerTo({ kind: 'remove-old', now })) === 'more');
    },
    close: async () => {
      if (worker === undefined) return;
      await answerTo({ kind: 'close' });
      await worker?.terminate();
    },
  };
}
