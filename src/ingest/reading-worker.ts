import { type MessagePort, parentPort } from 'node:worker_threads';
import { invariant, ownsMemory, releaseMemory } from '../base/index.ts';
import { type BodyReader, createBodyReader } from './body-reader.ts';
import type { ReadBody } from './read-body.ts';
import type { ReadingAnswer, ReadingRequest, SentBody } from './reading-threads.ts';

/** The program of the reading thread: answers each request in its turn. Memory goes to and fro, nothing is copied. */
function main(): void {
  const port = parentPort;
  invariant(port, 'the reading thread is a thread');
  const reader = createBodyReader();
  port.on('message', (request: ReadingRequest) => void answer(port, reader, request));
}

async function answer(
  port: MessagePort,
  reader: BodyReader,
  { id, body, origin, redaction }: ReadingRequest,
): Promise<void> {
  try {
    const read = await reader.read(body, origin, redaction);
    const sent = read && sentBody(read);
    port.postMessage({ id, read: sent } satisfies ReadingAnswer, sent ? memoryOf(sent) : []);
    // Without effect on one that was given back.
    releaseMemory(body);
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    port.postMessage({ id, error: cause } satisfies ReadingAnswer);
  }
}

function sentBody({ encoding, ...read }: ReadBody): SentBody {
  if (!encoding) return { ...read, encoding };
  const { identities, ...others } = encoding;
  return { ...read, encoding: { ...others, ...identities.parts() } };
}

/** What each part has for itself; what shares its memory is copied instead. */
function memoryOf({ body, frames, encoding }: SentBody): ArrayBuffer[] {
  const parts = [body, frames, encoding?.block.bytes, encoding?.bytes, encoding?.entries];
  return parts.flatMap((part) => (part && ownsMemory(part) ? [part.buffer] : []));
}

main();
