import type { Clock } from '../base/index.ts';
import { systemClock } from './clock.ts';
import type { Logger } from './logger.ts';

/** What has to be closed in the end. */
export interface Closeable {
  close(): Promise<void> | void;
}

/** Closes what was started, the latest first, once. */
export interface Lifecycle {
  /** Takes charge of something that was started and gives it back. */
  own<T extends Closeable>(name: string, part: T): T;
  /** Closes everything; a part that fails does not keep the others open. Calling again waits for the same closing. */
  close(): Promise<void>;
}

export function createLifecycle(logger: Logger): Lifecycle {
  const parts: { readonly name: string; readonly part: Closeable }[] = [];
  let closing: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    for (let last = parts.pop(); last !== undefined; last = parts.pop()) {
      try {
        await last.part.close();
      } catch (error) {
        logger.error({ err: error, part: last.name }, 'cannot close a part of the server');
      }
    }
  }

  return {
    own: (name, part) => {
      parts.push({ name, part });
      return part;
    },
    close: () => (closing ??= closeAll()),
  };
}

/** The part of `process` that signals need. */
export interface SignalSource {
  on(signal: 'SIGTERM' | 'SIGINT', listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: 'SIGTERM' | 'SIGINT', listener: (signal: NodeJS.Signals) => void): unknown;
}

/** As a shell expects of a process that a signal killed. */
function exitCodeOf(signal: NodeJS.Signals): number {
  return signal === 'SIGINT' ? 130 : 143;
}

/**
 * Calls `exit` on SIGTERM or SIGINT, with 128 and the signal's number: for as long as there is nothing to drain yet. Left to itself, a
 * process ends on them without what it does at its exit. Gives what takes the listeners away again.
 */
export function exitOnSignals(exit: (code: number) => void, source: SignalSource = process): () => void {
  return listen(source, (signal) => exit(exitCodeOf(signal)));
}

function listen(source: SignalSource, listener: (signal: NodeJS.Signals) => void): () => void {
  source.on('SIGTERM', listener);
  source.on('SIGINT', listener);
  return () => {
    source.off('SIGTERM', listener);
    source.off('SIGINT', listener);
  };
}

/** Ctrl-C reaches a whole group of processes, and a launcher in it hands the signal on: the same wish arrives twice. */
const echoMs = 500;

export interface SignalOptions {
  readonly source?: SignalSource;
  readonly clock?: Clock;
}

/**
 * Drains on the first SIGTERM or SIGINT and calls `exit` with 0 when all is closed; a second signal, unless it is the echo of
 * the first, calls it at once with 128 and the signal's number. Gives what takes the
 * listeners away again.
 */
export function closeOnSignals(
  lifecycle: Lifecycle,
  logger: Logger,
  exit: (code: number) => void,
  { source = process, clock = systemClock }: SignalOptions = {},
): () => void {
  let closingSince: number | undefined;
  return listen(source, (signal) => {
    if (closingSince === undefined) {
      closingSince = clock.now();
      logger.info({ signal }, 'draining');
      void lifecycle.close().then(() => exit(0));
    } else if (clock.now() - closingSince >= echoMs) {
      logger.warn({ signal }, 'a second signal: ending without waiting');
      exit(exitCodeOf(signal));
    }
  });
}
