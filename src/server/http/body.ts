import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError, releaseMemory } from '../../base/index.ts';

/** Decoded bytes of one body of events. */
export const maxBodyBytes = 256 << 20;
/** Decoded bytes of all bodies that are being read at once: what a burst may take of memory. */
const maxBytesInFlight = 768 << 20;

/** Counts the bytes of bodies that are held, so that many large ones at once are refused and not out of memory. */
export interface BodyBudget {
  /**
   * Reads a body, decoding gzip. Throws AppError: `too-large`, `bad-request` for broken gzip or a body that breaks off,
   * `journal-full` when too much is held. What it does not read of a refused body is left for Node to throw away.
   */
  read(request: IncomingMessage): Promise<Buffer>;
  /** Gives the room of a body of so many bytes back. */
  release(bytes: number): void;
}

/** Makes the budget of a server. */
export function createBodyBudget(): BodyBudget {
  let held = 0;
  return {
    async read(request) {
      const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
      if (encoding !== 'identity' && encoding !== 'gzip')
        throw new AppError('bad-request', `cannot read body: content-encoding "${encoding.slice(0, 20)}" is not known`);
      const length = Number(request.headers['content-length'] ?? 0);
      if (length > maxBodyBytes) throw tooLarge();
      let size = 0;
      try {
        return await collect(request, encoding === 'gzip', (count) => {
          size += count;
          held += count;
          if (size > maxBodyBytes) throw tooLarge();
          if (held > maxBytesInFlight)
            throw new AppError('journal-full', 'cannot read body: too much is being received at once');
        });
      } catch (error) {
        held -= size;
        if (error instanceof AppError) throw error;
        const reason = error instanceof Error ? error.message : 'it broke off';
        throw new AppError('bad-request', `cannot read body: ${reason}`, { cause: error });
      }
    },
    release(bytes) {
      held -= bytes;
    },
  };
}

function tooLarge(): AppError {
  return new AppError('too-large', `cannot read body: it is larger than ${maxBodyBytes} bytes`);
}

/** The chunks as one; they are nobody's afterwards. */
function joined(chunks: readonly Buffer[]): Buffer {
  const [first, ...others] = chunks;
  if (first && others.length === 0) return first;
  const body = Buffer.concat(chunks);
  chunks.forEach(releaseMemory);
  return body;
}

/**
 * Collects a body; `onBytes` is told of all bytes as they come and may throw. Leaves the request open in any case: who
 * destroyed it could not answer it.
 */
function collect(request: IncomingMessage, isGzip: boolean, onBytes: (count: number) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const gunzip = isGzip ? request.pipe(createGunzip()) : undefined;
    const source: Readable = gunzip ?? request;
    const chunks: Buffer[] = [];
    const onData = (chunk: Buffer): void => {
      try {
        onBytes(chunk.length);
        chunks.push(chunk);
      } catch (error) {
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
      if (gunzip) {
        request.unpipe(gunzip);
        gunzip.destroy();
      }
      request.resume();
      finish();
    }
  });
}
