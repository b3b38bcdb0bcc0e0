import { setTimeout as sleep } from 'node:timers/promises';
import { logChunks } from '../events.ts';
import type { BenchServer } from './server.ts';

/** A load that comes in as a cluster logs it. */
export interface PacedLoad {
  readonly eventsPerSecond: number;
  readonly bodyEvents: number;
  readonly seed: number;
  /** When the first event happens; now by default. */
  readonly from?: Date;
  /** How many events there are; as many as come before the signal by default. */
  readonly count?: number;
  /** Whether each body waits for its time; by default it does. */
  readonly isPaced?: boolean;
}

export interface PacedLoadOptions {
  /** Ends the load. */
  readonly signal?: AbortSignal;
  /** Told of the time of each acknowledgement, in milliseconds. */
  readonly onAcknowledged?: (ms: number) => void;
}

/** Sends a body of log lines to the cluster `bench`, and gives the milliseconds until it was acknowledged. */
export async function postBody(server: BenchServer, body: string | Buffer): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(`${server.url}/ingest/v1/clusters/bench/audit`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}` },
    body: Buffer.from(body),
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the webhook of the server answers ${answer.status}`);
  return performance.now() - startedAt;
}

/** Sends one body after the other. Gives how many events were acknowledged, and the seconds that it took. */
export async function sendPaced(
  server: BenchServer,
  { eventsPerSecond, bodyEvents, seed, from = new Date(), count = Number.MAX_SAFE_INTEGER, isPaced = true }: PacedLoad,
  { signal, onAcknowledged }: PacedLoadOptions = {},
): Promise<{ readonly sent: number; readonly seconds: number }> {
  const begin = performance.now();
  let sent = 0;
  for (const body of logChunks({ count, from, rate: eventsPerSecond, batch: bodyEvents, seed })) {
    if (signal?.aborted) break;
    const ms = await postBody(server, body);
    onAcknowledged?.(ms);
    sent += bodyEvents;
    if (isPaced) await sleep(Math.max(0, begin + (1000 * sent) / eventsPerSecond - performance.now()));
  }
  return { sent, seconds: (performance.now() - begin) / 1000 };
}

/** How many events of the cluster `bench` can be queried, and for how many seconds the oldest is waiting, by the server's own metrics. */
export async function ingestedOf(server: BenchServer): Promise<{ readonly stored: number; readonly lag: number }> {
  const headers = { authorization: `Bearer ${server.token}` };
  const text = await (await fetch(`${server.url}/metrics`, { headers })).text();
  return {
    stored: Number(/whodunit_ingest_events_total\{cluster="bench",outcome="stored"\} (\d+)/.exec(text)?.[1] ?? 0),
    lag: Number(/^whodunit_ingest_lag_seconds (\S+)/m.exec(text)?.[1] ?? 0),
  };
}

/** The value below which so large a share of some values is; NaN where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
