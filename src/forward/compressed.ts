import { promisify } from 'node:util';
import { deflate, gzip, zstdCompress } from 'node:zlib';

/** Half the processor time of zlib's own choice, for a quarter more bytes. */
const level = 3;
/** Each chunk of what comes out is a turn of the loop that everybody else waits in as well: by zlib's own choice of 16 KB it would be dozens. */
const chunkBytes = { least: 16 << 10, most: 1 << 20 } as const;
/** Events are packed to a part of about this at most. */
const usualPart = 4;

const compressors = {
  deflate: (body: Uint8Array) => promisify(deflate)(body, { level, chunkSize: chunkSizeOf(body) }),
  gzip: (body: Uint8Array) => promisify(gzip)(body, { level, chunkSize: chunkSizeOf(body) }),
  zstd: (body: Uint8Array) => promisify(zstdCompress)(body, { chunkSize: chunkSizeOf(body) }),
} as const;

/** A body as it is sent. */
export async function compressed(body: Uint8Array, by: keyof typeof compressors | 'none'): Promise<Uint8Array> {
  return by === 'none' ? body : compressors[by](body);
}

function chunkSizeOf({ length }: Uint8Array): number {
  return Math.min(chunkBytes.most, Math.max(chunkBytes.least, Math.ceil(length / usualPart)));
}
