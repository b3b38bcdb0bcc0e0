import type { FastifyCompressOptions } from '@fastify/compress';
import { constants } from 'node:zlib';
import type { Route } from './route.ts';

/** Answers of events and rows are large and made once: little work for most of the gain. Event streams are not compressed: they would wait. */
export const compression: FastifyCompressOptions = {
  encodings: ['br', 'gzip'],
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  zlibOptions: { level: 4 },
  threshold: 1024,
  // Each route says for itself, and bodies are read by the routes that take them.
  globalCompression: false,
  globalDecompression: false,
};

/**
 * How answers of a route are compressed. Those that hold a secret are not: the length of what is compressed together with a text of somebody
 * else's choice tells the secret, guess by guess (BREACH).
 */
export function compressionOf({ secret }: Route): FastifyCompressOptions | false {
  return secret === true ? false : compression;
}
