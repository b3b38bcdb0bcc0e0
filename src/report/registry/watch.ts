import { type FSWatcher, watch } from 'node:fs';
import type { Clock, Closeable, Logger } from '../../platform/index.ts';
import type { DashboardFile, DashboardFolder } from './folder.ts';

/** An editor writes a file in several steps. */
const settleMs = 200;
/** Not every file system tells of changes: those of networks do not. */
const rescanMs = 30_000;

export interface WatchNeeds {
  readonly directory: string;
  readonly folder: DashboardFolder;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly logger: Logger;
}

/** Has the folder scanned when something in it changes, and now and then besides. What is wrong with a file is logged once. */
export function watchFolder({ directory, folder, clock, logger }: WatchNeeds): Closeable {
  const stopping = new AbortController();
  let changed = new AbortController();
  let watcher: FSWatcher | undefined;

  function listen(): void {
    try {
      watcher ??= watch(directory, { persistent: false }, () => changed.abort()).on('error', () => {
        watcher?.close();
        watcher = undefined;
      });
    } catch {
      // It is not there, or there are too many watches: the next scan tries again.
    }
  }

  async function scanAgain(): Promise<void> {
    while (!stopping.signal.aborted) {
      listen();
      await clock.sleep(rescanMs, AbortSignal.any([stopping.signal, changed.signal]));
      if (changed.signal.aborted) await clock.sleep(settleMs, stopping.signal);
      changed = new AbortController();
      if (!stopping.signal.aborted) logChanges(await folder.scan(), logger);
    }
  }

  void scanAgain();
  return {
    close: () => {
      stopping.abort();
      watcher?.close();
    },
  };
}

/** Says what has become of files that were read anew. */
export function logChanges(files: readonly DashboardFile[], logger: Logger): void {
  for (const { name, diagnostics, reading } of files) {
    const id = reading.dashboard?.id;
    if (diagnostics.length === 0) logger.info({ file: name, id }, 'read a dashboard');
    else logger.warn({ file: name, id, diagnostics: diagnostics.slice(0, 10) }, 'a dashboard has errors');
  }
}
