import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../base/index.ts';

/** Decoded bytes of one body of events. */
export const maxBodyBytes = 256 << 20;
/** Decoded bytes of all bodies that are being read at once: what a burst may take of memory. */
const maxBytesInFlight = 768 << 20;

/** Counts the bytes of bodies that are held, so that many large ones at once are refused and not out of memory. */
export interface BodyBudget {
  /** Reads a body, decoding gzip. Throws AppError: `too-large`, `bad-request` for broken gzip, `journal-full` when too much is held. */
  read(request: IncomingMessage): Promise<Buffer>;
  /** Gives the room of a body back. */
  release(body: Buffer): void;
}

export function createBodyBudget(): BodyBudget {
  let held = 0;
  return {
    async read(request) {
      const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
      if (encoding !== 'identity' && encoding !== 'gzip')
        throw new AppError('bad-request', `cannot read body: content-encoding "${encoding.slice(0, 20)}" is not known`);
      const source = encoding === 'gzip' ? request.pipe(createGunzip()) : request;
      const chunks: Buffer[] = [];
      let size = 0;
      try {
        for await (const chunk of source) {
          const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
          size += bytes.length;
          held += bytes.length;
          if (size > maxBodyBytes)
            throw new AppError('too-large', `cannot read body: it is larger than ${maxBodyBytes} bytes`);
          if (held > maxBytesInFlight)
            throw new AppError('journal-full', 'cannot read body: too much is being received at once');
          chunks.push(bytes);
        }
      } catch (error) {
        held -= size;
        request.unpipe();
        request.resume();
        if (error instanceof AppError) throw error;
        throw new AppError(
          'bad-request',
          `cannot read body: ${error instanceof Error ? error.message : 'it broke off'}`,
          { cause: error },
        );
      }
      return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
    },
    release(body) {
      held -= body.length;
    },
  };
}
