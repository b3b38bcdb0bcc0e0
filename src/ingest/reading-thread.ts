import { Worker } from 'node:worker_threads';
import { IdentityList } from '../audit/index.ts';
import { programPath } from '../platform/index.ts';
import type { BodyReader, ReadBody } from './body-reader.ts';
import type { EncodedEvents, Origin } from './event-encoder.ts';

/** What the thread is asked: the memory of the body goes with it. */
export interface ReadingRequest {
  readonly body: Uint8Array;
  readonly origin: Origin;
}

/** What it answers: a `ReadBody` in a form that goes from thread to thread. */
export type ReadingAnswer =
  | { readonly error: Error }
  | {
      readonly read:
        | (Omit<ReadBody, 'frames' | 'encoding'> & {
            readonly frames: Uint8Array;
            readonly encoding: (Omit<EncodedEvents, 'identities'> & ReturnType<IdentityList['parts']>) | undefined;
          })
        | undefined;
    };

interface Waiter {
  readonly resolve: (read: ReadBody | undefined) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Reads bodies in a thread of its own: whoever searches or waits for an acknowledgement is not kept waiting while a large one is
 * read, and a second processor is used. A thread that ends by itself fails the bodies that it had, whose senders try again, and the next
 * body starts another.
 */
export function startReadingThread(): BodyReader & { close(): Promise<void> } {
  let thread: Worker | undefined;
  let waiting: Waiter[] = [];

  function start(): Worker {
    // The same process, so nothing of how it was started is for the thread.
    const started = new Worker(programPath(import.meta, 'reading-worker.ts', 'reader.js'), { execArgv: [] });
    started.on('message', (answer: ReadingAnswer) => {
      const waiter = waiting.shift();
      if ('error' in answer) waiter?.reject(answer.error);
      else waiter?.resolve(answer.read && received(answer.read));
    });
    const onEnd = (error: Error): void => {
      if (thread !== started) return;
      thread = undefined;
      const failed = waiting;
      waiting = [];
      for (const { reject } of failed) reject(error);
    };
    started.once('error', (error) => onEnd(error instanceof Error ? error : new Error(String(error))));
    started.once('exit', (code) => onEnd(new Error(`the reading thread ended with ${code}`)));
    // Senders keep the process open, and the thread itself does not.
    started.unref();
    return started;
  }

  return {
    read(body, origin) {
      thread ??= start();
      const own = ownMemory(body);
      const request: ReadingRequest = { body: own, origin };
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        thread?.postMessage(request, [own.buffer]);
      });
    },
    async close() {
      await thread?.terminate();
    },
  };
}

/** The bytes in memory that holds nothing else: what shares its memory with others, as small buffers do, is copied. */
function ownMemory(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = body;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength)
    return new Uint8Array(buffer, byteOffset, byteLength);
  return new Uint8Array(body);
}

function received({
  frames,
  encoding,
  ...read
}: NonNullable<Extract<ReadingAnswer, { read: unknown }>['read']>): ReadBody {
  return {
    ...read,
    frames: Buffer.from(frames.buffer, frames.byteOffset, frames.byteLength),
    encoding: encoding && { ...encoding, identities: IdentityList.of(encoding) },
  };
}
