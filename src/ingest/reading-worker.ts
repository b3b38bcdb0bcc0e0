import { parentPort } from 'node:worker_threads';
import { invariant } from '../base/index.ts';
import { readBody } from './body-reader.ts';
import { EventEncoder } from './event-encoder.ts';
import type { ReadingAnswer, ReadingRequest } from './reading-thread.ts';

/** The program of the reading thread: answers each request in its turn. Memory goes to and fro, nothing is copied. */
function main(): void {
  const port = parentPort;
  invariant(port, 'the reading thread is a thread');
  const encoder = new EventEncoder();
  port.on('message', ({ body, origin }: ReadingRequest) => {
    try {
      const { answer, memory } = answerOf(readBody(encoder, body, origin));
      port.postMessage(answer, memory);
    } catch (error) {
      port.postMessage({ error: error instanceof Error ? error : new Error(String(error)) } satisfies ReadingAnswer);
    }
  });
}

function answerOf(read: ReturnType<typeof readBody>): { answer: ReadingAnswer; memory: ArrayBuffer[] } {
  if (!read) return { answer: { read: undefined }, memory: [] };
  const { frames, encoding, ...rest } = read;
  if (!encoding) return { answer: { read: { ...rest, frames, encoding } }, memory: memoryOf(frames) };
  const { identities, ...others } = encoding;
  const sent = { ...others, ...identities.parts() };
  return {
    answer: { read: { ...rest, frames, encoding: sent } },
    memory: memoryOf(frames, sent.block.bytes, sent.bytes, sent.entries),
  };
}

/** What each of these has for itself: what shares its memory is copied instead. */
function memoryOf(...parts: readonly Uint8Array[]): ArrayBuffer[] {
  return parts.flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 0 ? [buffer] : [],
  );
}

main();
