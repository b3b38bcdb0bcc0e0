import { ReadableStream } from 'node:stream/web';
import { crc32 } from 'node:zlib';
// A CommonJS module: it has no names that an import could take.
import xzDecompress from 'xz-decompress';
import type { ByteSource } from './byte-source.ts';
import { DamagedInput } from './damaged-input.ts';

const partBytes = 64 << 10;
/** CRC-32, size of the index, flags and mark at the end of a stream (xz-file-format, 2.1.2). */
const footerBytes = 12;

/** What the decoder says with a number. */
const reasons: Readonly<Record<string, string>> = {
  3: 'its dictionary needs too much memory',
  4: 'its dictionary needs too much memory',
  6: 'it has a kind of checksum, or a filter, that is not supported',
  7: 'it is damaged',
  8: 'unexpected end of file',
};

/** Unpacks a stream of xz. The decoder stops at its end and does not say where that was, so what it is given ends where a stream may. */
export async function* unxz(input: ByteSource): AsyncGenerator<Uint8Array> {
  const packed = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const bytes = await takeUpToFooter(input);
        if (bytes.length > 0) controller.enqueue(bytes);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const reader = new xzDecompress.XzReadableStream(packed).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value.length > 0) yield value;
    }
  } catch (error) {
    const code = error instanceof Error ? /error code (\d+)/.exec(error.message)?.[1] : undefined;
    throw new DamagedInput('xz', input.taken, reasons[code ?? 8] ?? 'it is damaged');
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Takes bytes up to the next place at which a stream may end. */
async function takeUpToFooter(input: ByteSource): Promise<Uint8Array> {
  const bytes = await input.peek(partBytes);
  for (let mark = bytes.indexOf(0x59); mark >= 0; mark = bytes.indexOf(0x59, mark + 1))
    if (bytes[mark + 1] === 0x5a && isFooter(bytes, mark + 2 - footerBytes)) return input.take(mark + 2);
  // Half a footer may be at the end.
  return input.take(bytes.length === partBytes ? partBytes - footerBytes : partBytes);
}

function isFooter(bytes: Uint8Array, at: number): boolean {
  if (at < 0) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, footerBytes);
  return view.getUint32(0, true) === crc32(bytes.subarray(at + 4, at + 10));
}
