import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Usage } from '../support/server.ts';

/** What it took to take the events in. */
export interface Intake {
  readonly eventsPerSecond: number;
  /** Microseconds of the processor an event, with what is done within fifteen seconds after the last. */
  readonly microseconds: number;
  /** Milliseconds until a body was acknowledged; undefined where nothing is. */
  readonly acknowledged: { readonly p50: number; readonly p99: number } | undefined;
  readonly memoryMb: number;
}

/** The answer to a page: how long it took, and how many events there are. */
export interface PageAnswer {
  /** Of the page and the total, whether they are one question or two. */
  readonly milliseconds: number;
  readonly found: number;
}

/** A peer that runs, with all events in it. */
export interface LoadedPeer {
  readonly intake: Intake;
  page(question: string): Promise<PageAnswer>;
  /** Milliseconds. */
  statement(question: string): Promise<number>;
  /** Bytes of an event on disk: of what is kept, and of the folder it is in. */
  bytes(): Promise<{ readonly kept: number; readonly folder: number }>;
  close(): Promise<void>;
}

/** Each question is asked so often, and the median counts. */
const asked = 5;
/** What a peer does after the last event is its work too. */
const afterwardsMs = 15_000;
/** All events that were sent can be asked for by then. */
const settledMs = 600_000;

/** The median of what asking takes, and the last answer. */
export async function timed<T>(ask: () => Promise<T>): Promise<readonly [milliseconds: number, answer: T]> {
  const times: number[] = [];
  for (;;) {
    const startedAt = performance.now();
    const answer = await ask();
    times.push(performance.now() - startedAt);
    if (times.length === asked) return [median(times), answer];
  }
}

/** Of an even number the greater one of the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Bytes of the files in a folder and those within it. */
export function sizeOf(folder: string): number {
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      // Some go while they are counted.
      .reduce(
        (sum, { parentPath, name }) =>
          sum + (statSync(path.join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0),
        0,
      )
  );
}

/** Loads the events into a peer that is empty, and waits until all can be asked for. */
export async function measureIntake(
  count: number,
  usage: () => Usage,
  { load, stored }: { readonly load: () => Promise<Intake['acknowledged']>; readonly stored: () => Promise<number> },
): Promise<Intake> {
  const { cpuSeconds } = usage();
  const startedAt = performance.now();
  const loading = load();
  const ended = loading.then(() => true);
  while (!(await Promise.race([ended, sleep(200).then(() => false)])));
  const deadline = performance.now() + settledMs;
  while ((await stored()) < count) {
    if (performance.now() > deadline) throw new Error(`only ${await stored()} of ${count} events can be asked for`);
    await sleep(200);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await sleep(afterwardsMs);
  const after = usage();
  return {
    eventsPerSecond: count / seconds,
    microseconds: ((after.cpuSeconds - cpuSeconds) * 1e6) / count,
    acknowledged: await loading,
    memoryMb: after.nowMb,
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
