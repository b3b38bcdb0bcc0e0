import { SingleBar } from 'cli-progress';

/** The progress bar of an import, on standard error where that is a terminal. */
export interface Progress {
  /** Bytes were read from the files. */
  advance(bytes: number): void;
  /** So many events were sent so far. */
  events(count: number): void;
  stop(): void;
}

const silent: Progress = { advance: () => undefined, events: () => undefined, stop: () => undefined };

/** Starts the bar. `totalBytes` is the size of all files; undefined where one of them has none. */
export function startProgress(totalBytes: number | undefined): Progress {
  if (!process.stderr.isTTY) return silent;
  const share = totalBytes === undefined ? '{megabytes} MB' : '[{bar}] {percentage} %';
  const bar = new SingleBar({
    format: `importing ${share} · {events} events · {duration_formatted}`,
    stream: process.stderr,
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    hideCursor: false,
    clearOnComplete: true,
  });
  bar.start(totalBytes ?? Number.MAX_SAFE_INTEGER, 0, { events: 0, megabytes: '0.0' });
  let read = 0;
  return {
    advance: (bytes) => {
      read += bytes;
      bar.update(read, { megabytes: (read / 1e6).toFixed(1) });
    },
    events: (count) => bar.update(read, { events: count }),
    stop: () => bar.stop(),
  };
}
