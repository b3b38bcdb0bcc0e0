import unbzip2Stream from 'unbzip2-stream';
import type { ByteSource } from './byte-source.ts';
import { through } from './through.ts';

/** Unpacks bzip2, of one stream or several. A block of it is unpacked at once, which takes a tenth of a second. */
export async function* bunzip2(input: ByteSource): AsyncGenerator<Uint8Array> {
  const stream = unbzip2Stream();
  yield* through(input, stream, {
    packing: 'bzip2',
    partBytes: 64 << 10,
    write: async (unpacker, bytes) => void unpacker.write(bytes),
    unused: () => 0,
  });
}
