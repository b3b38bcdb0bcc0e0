import { recogniseFormat } from '../../formats/index.ts';
import { bunzip2 } from './bzip2.ts';
import { ByteSource } from './byte-source.ts';
import { DamagedInput } from './damaged-input.ts';
import { decodeUtf16 } from './utf16.ts';
import { unxz } from './xz.ts';
import { gunzip, unzstd } from './zlib.ts';

export { DamagedInput } from './damaged-input.ts';

/** Takes one packing or encoding off, up to the end of what it made of a file. */
type Layer = (input: ByteSource) => AsyncGenerator<Uint8Array>;

const layers: Readonly<Record<string, Layer | undefined>> = {
  gzip: gunzip,
  zstd: unzstd,
  xz: unxz,
  bzip2: bunzip2,
  'utf-16': decodeUtf16,
};
/** Layers within layers are taken off this deep. */
const maxLayers = 3;
/** What a layer is told from. */
const headBytes = 64;

/** Whether an input that begins so is packed, or encoded, as something that `unpack` takes off. */
export function isPacked(head: Uint8Array): boolean {
  const name = recogniseFormat(head.subarray(0, headBytes))?.name;
  return name !== undefined && layers[name] !== undefined;
}

/**
 * Takes off what an input begins as: gzip, zstd, xz, bzip2, UTF-16, whatever its name is. Throws `DamagedInput` where that cannot be
 * done to the end, after everything before was given.
 */
export async function* unpack(packed: AsyncIterable<Uint8Array>, depth = 0): AsyncGenerator<Uint8Array> {
  const input = new ByteSource(packed);
  try {
    const name = depth < maxLayers ? recogniseFormat(await input.peek(headBytes))?.name : undefined;
    const layer = name === undefined ? undefined : layers[name];
    if (name === undefined || !layer) yield* input.all();
    else yield* unpack(unpackAll(input, name, layer), depth + 1);
  } finally {
    await input.close();
  }
}

/** Unpacks one after the other what stands one behind the other. */
async function* unpackAll(input: ByteSource, name: string, layer: Layer): AsyncGenerator<Uint8Array> {
  do {
    yield* layer(input);
    await skipPadding(input);
  } while (recogniseFormat(await input.peek(headBytes))?.name === name);
  if ((await input.peek(1)).length > 0) throw new DamagedInput(name, input.taken, 'something else follows');
}

async function skipPadding(input: ByteSource): Promise<void> {
  for (let zeros = -1; zeros !== 0;) {
    const bytes = await input.peek(64 << 10);
    const ink = bytes.findIndex((byte) => byte !== 0);
    zeros = ink < 0 ? bytes.length : ink;
    await input.take(zeros);
  }
}
