import { Worker } from 'node:worker_threads';
import { ownsMemory } from '../base/index.ts';
import { IdentityList } from '../audit/index.ts';
import { programPath } from '../platform/index.ts';
import type { BodyReader } from './body-reader.ts';
import type { EncodedEvents, Origin } from './event-encoder.ts';
import type { ReadBody } from './read-body.ts';

/** What the thread is asked: the memory of the body goes with it. */
export interface ReadingRequest {
  readonly id: number;
  readonly body: Uint8Array;
  readonly origin: Origin | undefined;
  /** See `BodyReader`. */
  readonly redaction: string;
}

/** A `ReadBody` in a form that goes from thread to thread. */
export type SentBody = Omit<ReadBody, 'frames' | 'encoding'> & {
  readonly frames: Uint8Array;
  readonly encoding: (Omit<EncodedEvents, 'identities'> & ReturnType<IdentityList['parts']>) | undefined;
};

/** What it answers. */
export type ReadingAnswer = { readonly id: number } & (
  | { readonly error: Error }
  | { readonly read: SentBody | undefined }
);

interface Waiter {
  readonly resolve: (read: ReadBody | undefined) => void;
  readonly reject: (error: Error) => void;
}

interface RunningThread {
  readonly worker: Worker;
  /** By the id of the request. */
  readonly waiting: Map<number, Waiter>;
}

/**
 * Reads bodies in threads of their own, those without an origin, which are large, apart from the others: nobody waits behind one that
 * takes seconds. It does not keep the process open.
 */
export function startReadingThreads(): BodyReader & { close(): Promise<void> } {
  const usual = createThread();
  const large = createThread();
  // The first body that is sent need not wait for its thread; a large one is seldom, and can.
  usual.start();
  return {
    read: (body, origin, redaction) => (origin ? usual : large).read(body, origin, redaction),
    close: async () => void (await Promise.all([usual.close(), large.close()])),
  };
}

/**
 * Reads bodies in a thread: whoever searches or waits for an acknowledgement is not kept waiting while a large one is
 * read, and a second processor is used. A thread that ends by itself fails the bodies that it had, whose senders try again, and the next
 * body starts another.
 */
function createThread(): BodyReader & { start(): void; close(): Promise<void> } {
  let running: RunningThread | undefined;
  let lastId = 0;

  function start(): RunningThread {
    // The same process, so nothing of how it was started is for the thread.
    const worker = new Worker(programPath(import.meta, 'reading-worker.ts', 'reader.js'), { execArgv: [] });
    const started: RunningThread = { worker, waiting: new Map() };
    worker.on('message', (answer: ReadingAnswer) => {
      const waiter = started.waiting.get(answer.id);
      started.waiting.delete(answer.id);
      if ('error' in answer) waiter?.reject(answer.error);
      else waiter?.resolve(answer.read && received(answer.read));
    });
    const onEnd = (error: unknown): void => {
      if (running === started) running = undefined;
      for (const { reject } of started.waiting.values())
        reject(error instanceof Error ? error : new Error(String(error)));
      started.waiting.clear();
    };
    worker.once('error', onEnd);
    worker.once('messageerror', (error) => {
      onEnd(error);
      void worker.terminate();
    });
    worker.once('exit', (code) => onEnd(new Error(`the reading thread ended with ${code}`)));
    worker.unref();
    return started;
  }

  return {
    read(body, origin, redaction = '') {
      running ??= start();
      const { worker, waiting } = running;
      lastId += 1;
      const id = lastId;
      const own = ownMemory(body);
      worker.postMessage({ id, body: own, origin, redaction } satisfies ReadingRequest, [own.buffer]);
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    start: () => void (running ??= start()),
    async close() {
      await running?.worker.terminate();
    },
  };
}

/** The bytes in memory that holds nothing else: what shares its memory with others, as small buffers do, is copied. */
function ownMemory(body: Uint8Array): Uint8Array<ArrayBuffer> {
  return ownsMemory(body) ? new Uint8Array(body.buffer) : new Uint8Array(body);
}

function received({ frames, encoding, ...read }: SentBody): ReadBody {
  return {
    ...read,
    frames: Buffer.from(frames.buffer, frames.byteOffset, frames.byteLength),
    encoding: encoding && { ...encoding, identities: IdentityList.of(encoding) },
  };
}
