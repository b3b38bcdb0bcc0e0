import type { FastifyCompressOptions } from '@fastify/compress';
import type { Transform } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { Route } from './route.ts';

/** 200 kB of events take Brotli a millisecond and become a third, where its highest quality takes a second for a quarter. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } };
const zlibOptions = { level: constants.Z_BEST_SPEED };

/** Answers of events and rows are large and made once. Event streams are not compressed: they would wait. */
export const compression: FastifyCompressOptions = {
  encodings: ['br', 'gzip'],
  brotliOptions,
  zlibOptions,
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

/** What compresses an answer that a route writes by itself, as far as its caller can read it. */
export function encoderFor(
  acceptEncoding = '',
): { readonly encoding: string; readonly encoder: Transform } | undefined {
  const accepted = acceptEncoding.split(',').flatMap((part) => {
    const [name = '', quality = '1'] = part.trim().split(/\s*;\s*q=/i);
    return Number(quality) > 0 ? [name.toLowerCase()] : [];
  });
  if (accepted.includes('br')) return { encoding: 'br', encoder: createBrotliCompress(brotliOptions) };
  if (accepted.includes('gzip')) return { encoding: 'gzip', encoder: createGzip(zlibOptions) };
  return undefined;
}
