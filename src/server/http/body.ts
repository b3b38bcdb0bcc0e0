import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { AppError, releaseMemory, said } from '../../base/index.ts';

/** Decoded bytes of one body of events. */
export const maxBodyBytes = 256 << 20;
/**
 * Decoded bytes of all bodies between their first byte and their place on disk. While a body is read its events stand in memory
 * twice, so a burst takes twice as much.
 */
const maxBytesInFlight = 384 << 20;
/** What is reserved before it is read or inflated: a decoder is never further ahead of the budget than this. */
const chunkBytes = 64 << 10;

/** A body that was read, and the room that it takes. */
export interface HeldBody {
  readonly bytes: Buffer;
  /** Gives the room back: the body is on disk, or nobody wants it any more. */
  release(): void;
}

/** Counts the decoded bytes of bodies that are held, so that many at once are refused and not out of memory, however well they are packed. */
export interface BodyBudget {
  /**
   * Reads a body, decoding gzip and zstd. Room for each chunk is taken before the chunk is inflated. Throws AppError: `too-large`,
   * `bad-request` for broken packing or a body that breaks off, `journal-full` when too much is held; its room is free again then.
   * What it does not read of a refused body is left for Node to throw away.
   */
  read(request: IncomingMessage): Promise<HeldBody>;
  /** The bytes that are held now. */
  held(): number;
}

/** Makes the budget of a server. */
export function createBodyBudget(limits = { body: maxBodyBytes, inFlight: maxBytesInFlight }): BodyBudget {
  let held = 0;
  return {
    held: () => held,
    async read(request) {
      const decoder = decoderOf(request);
      if (Number(request.headers['content-length'] ?? 0) > limits.body) throw tooLarge(limits.body);
      let reserved = 0;
      const reserve = (bytes: number): void => {
        if (held + bytes > limits.inFlight)
          throw new AppError('journal-full', said`cannot read body: too much is being received at once`);
        held += bytes;
        reserved += bytes;
      };
      const release = (): void => {
        held -= reserved;
        reserved = 0;
      };
      try {
        reserve(chunkBytes);
        let size = 0;
        const bytes = await collect(request, decoder?.(), (count) => {
          size += count;
          if (size > limits.body) throw tooLarge(limits.body);
          // What comes next is decoded as soon as this chunk is taken.
          if (size + chunkBytes > reserved) reserve(size + chunkBytes - reserved);
        });
        held -= reserved - size;
        reserved = size;
        return { bytes, release };
      } catch (error) {
        release();
        if (error instanceof AppError) throw error;
        const reason = error instanceof Error ? error.message : said`it broke off`;
        throw new AppError('bad-request', said`cannot read body: ${reason}`, { cause: error });
      }
    },
  };
}

/** Makes what decodes a body; undefined for one that comes as it is. */
function decoderOf({ headers }: IncomingMessage): (() => Transform) | undefined {
  const encoding = (headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') return undefined;
  if (encoding === 'gzip') return () => createGunzip({ chunkSize: chunkBytes });
  if (encoding === 'zstd') return () => createZstdDecompress({ chunkSize: chunkBytes });
  throw new AppError('bad-request', said`cannot read body: content-encoding "${encoding.slice(0, 20)}" is not known`);
}

function tooLarge(limit: number): AppError {
  return new AppError('too-large', said`cannot read body: it is larger than ${limit} bytes`);
}

/** Copied at a time: a few milliseconds, in which nobody else is answered. */
const copiedBytes = 8 << 20;

/** The chunks as one, each given back as soon as it is copied: the whole is never there twice. */
async function joined(chunks: readonly Buffer[]): Promise<Buffer> {
  const [first, ...others] = chunks;
  if (first && others.length === 0) return first;
  // Memory that is not written to yet takes none.
  const body = Buffer.allocUnsafeSlow(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  let pauseAt = copiedBytes;
  for (const chunk of chunks) {
    at += chunk.copy(body, at);
    releaseMemory(chunk);
    if (at < pauseAt) continue;
    pauseAt = at + copiedBytes;
    await nextTurn();
  }
  return body;
}

/**
 * Collects a body; `onBytes` is told of all bytes as they come and may throw. Leaves the request open in any case: who
 * destroyed it could not answer it.
 */
function collect(
  request: IncomingMessage,
  decoder: Transform | undefined,
  onBytes: (count: number) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const source: Readable = decoder ? request.pipe(decoder) : request;
    const chunks: Buffer[] = [];
    const onData = (chunk: Buffer): void => {
      try {
        onBytes(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        chunks.forEach(releaseMemory);
        settle(() => reject(error));
      }
    };
    const onEnd = (): void => settle(() => resolve(joined(chunks)));
    const onError = (error: Error): void => settle(() => reject(error));
    // A pipe does not tell its end that its beginning broke off.
    const onClose = (): void => {
      if (!request.complete) settle(() => reject(new Error('it broke off')));
    };
    source.on('data', onData).on('end', onEnd).on('error', onError);
    request.on('close', onClose).on('error', onError);

    function settle(finish: () => void): void {
      source.off('data', onData).off('end', onEnd);
      request.off('close', onClose);
      if (decoder) {
        request.unpipe(decoder);
        decoder.destroy();
      }
      request.resume();
      finish();
    }
  });
}
