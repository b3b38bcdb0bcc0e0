import { z } from 'zod';
import { createBackoff, readServerSentEvents } from '../../../src/base/index.ts';
import { type AuditEvent, readEvent } from './audit-event.ts';
import { decode, send } from './client.ts';
import { ApiError } from './error.ts';
import type { LogQuery } from './search.ts';

/** The server says at least every five seconds that it is there: one that has said nothing for so long is gone. */
const silentMs = 15_000;
const [firstMs, maxMs] = [500, 10_000];

const Status = z.object({ skipped: z.boolean() });

/** What whoever follows is told of. */
export interface TailListener {
  readonly onConnected: () => void;
  /** The connection broke; it is tried again. What comes meanwhile will not be told. */
  readonly onLost: () => void;
  readonly onEvent: (event: AuditEvent) => void;
  /** The server left events out: more came than could be told. */
  readonly onSkipped: () => void;
  /** It will not be tried again: signed out, not allowed, a query that is wrong. */
  readonly onEnded: (error: Error) => void;
}

/** Follows the new events of a query until the signal is aborted, through lost connections and restarts of the server. */
export async function followTail(asked: LogQuery, listener: TailListener, signal: AbortSignal): Promise<void> {
  const parameters = new URLSearchParams({ query: asked.query });
  for (const cluster of asked.clusters ?? []) parameters.append('clusters', cluster);
  const backoff = createBackoff({ firstMs, maxMs, random: Math.random });
  while (!signal.aborted) {
    try {
      await followOnce(`/api/v1/tail?${parameters}`, listener, () => backoff.reset(), signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Error) || !isPassing(error)) {
        listener.onEnded(error instanceof Error ? error : new Error(String(error)));
        return;
      }
    }
    if (signal.aborted) return;
    listener.onLost();
    await pause(backoff.nextMs(), signal);
  }
}

/** A server that is not there, or cannot answer now, is there again later. */
function isPassing(error: Error): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

async function followOnce(path: string, listener: TailListener, onConnected: () => void, signal: AbortSignal) {
  const connection = new AbortController();
  const giveUp = (): void => connection.abort();
  signal.addEventListener('abort', giveUp, { once: true });
  let silence = setTimeout(giveUp, silentMs);
  try {
    const { body } = await send('GET', path, { signal: connection.signal }).catch((error: unknown) => {
      // Given up for its silence, which passes.
      throw connection.signal.aborted ? new Error('the server says nothing', { cause: error }) : error;
    });
    onConnected();
    listener.onConnected();
    if (!body) return;
    for await (const { name, data } of readServerSentEvents(chunksOf(body))) {
      clearTimeout(silence);
      silence = setTimeout(giveUp, silentMs);
      if (name === 'audit') listener.onEvent(readEvent(data));
      else if (name === 'status' && decode(Status, JSON.parse(data)).skipped) listener.onSkipped();
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', giveUp);
  }
}

/** A stream's chunks; not every browser can iterate over a stream. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
