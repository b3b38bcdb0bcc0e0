import { type FSWatcher, watch } from 'node:fs';
import type { Clock, Closeable, Logger } from '../../platform/index.ts';
import type { Result } from '../../base/index.ts';
import type { DashboardFile, DashboardFolder, Reading } from './folder.ts';

/** An editor writes a file in several steps. */
const settleMs = 200;
/** Not every file system tells of changes: those of networks do not. */
const rescanMs = 30_000;

/** Checks the statements of a dashboard as well, away from here: it may take long. Fails where it takes too long. */
export type CheckFile = (yaml: string, signal: AbortSignal) => Promise<Result<Reading>>;

export interface WatchNeeds {
  readonly directory: string;
  readonly folder: DashboardFolder;
  readonly check: CheckFile;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly logger: Logger;
}

/**
 * Has the folder scanned when something in it changes, and now and then besides, and what has changed checked: first what it holds. What
 * is wrong with a file is logged once.
 */
export function watchFolder({ directory, folder, check, clock, logger }: WatchNeeds): Closeable {
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

  async function lookCloser(file: DashboardFile): Promise<void> {
    try {
      // What its text of before gives says nothing of the file as it is.
      const checked = file.isCurrent ? await check(file.yaml, stopping.signal) : undefined;
      const confirmed = checked?.ok ? folder.confirm(file, checked.value) : file;
      if (confirmed) logChange(confirmed, logger);
    } catch (error) {
      if (!stopping.signal.aborted) logger.warn({ file: file.name, error }, 'cannot check a dashboard');
    }
  }

  async function scanAgain(): Promise<void> {
    // Before anything takes time, so that no change is missed meanwhile.
    listen();
    for (const file of folder.files()) await lookCloser(file);
    while (!stopping.signal.aborted) {
      listen();
      await clock.sleep(rescanMs, AbortSignal.any([stopping.signal, changed.signal]));
      if (changed.signal.aborted) await clock.sleep(settleMs, stopping.signal);
      changed = new AbortController();
      if (!stopping.signal.aborted) for (const file of await folder.scan()) await lookCloser(file);
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

/** Says what has become of a file that was read anew. */
function logChange({ name, diagnostics, reading }: DashboardFile, logger: Logger): void {
  const id = reading.dashboard?.id;
  if (diagnostics.length === 0) logger.info({ file: name, id }, 'read a dashboard');
  else logger.warn({ file: name, id, diagnostics: diagnostics.slice(0, 10) }, 'a dashboard has errors');
}
