import type { ByteSource } from './byte-source.ts';

/** Writes UTF-16 as UTF-8. The mark at its beginning says which of the two bytes of a letter comes first; where there is none, the zeros do. */
export async function* decodeUtf16(input: ByteSource): AsyncGenerator<Uint8Array> {
  const head = await input.peek(64);
  const isBigEndian = head[0] === 0xfe || (head[0] !== 0xff && head[0] === 0);
  const decoder = new TextDecoder(isBigEndian ? 'utf-16be' : 'utf-16le');
  try {
    for await (const bytes of input.all()) yield Buffer.from(decoder.decode(bytes, { stream: true }));
  } catch (error) {
    yield Buffer.from(decoder.decode());
    throw error;
  }
  yield Buffer.from(decoder.decode());
}
