import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { through } from './through.ts';

/** Unpacks gzip, of one member or several. */
export function gunzip(input: ByteSource): AsyncGenerator<Uint8Array> {
  return inflate(input, createGunzip(), 'gzip', 16 << 10);
}

/** Unpacks a frame of zstd. */
export function unzstd(input: ByteSource): AsyncGenerator<Uint8Array> {
  // Four bytes can unpack to 128 KiB.
  return inflate(input, createZstdDecompress(), 'zstd', 1 << 10);
}

function inflate(
  input: ByteSource,
  stream: Gunzip | ZstdDecompress,
  packing: string,
  partBytes: number,
): AsyncGenerator<Uint8Array> {
  return through(input, stream, {
    packing,
    partBytes,
    write: (_unpacker, bytes) =>
      new Promise((resolve) => {
        stream.write(bytes, () => resolve());
      }),
    unused: (_unpacker, written) => written - stream.bytesWritten,
  });
}
