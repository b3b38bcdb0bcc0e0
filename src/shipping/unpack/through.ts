import type { EventEmitter } from 'node:events';
import type { ByteSource } from './byte-source.ts';
import { DamagedInput } from './damaged-input.ts';

/** A stream that unpacks what is written into it. */
export interface Unpacker extends EventEmitter {
  write(bytes: Uint8Array): unknown;
  end(): unknown;
  destroy?(): unknown;
}

export interface ThroughOptions {
  readonly packing: string;
  /** Bytes that are written at once: what they unpack to is held. */
  readonly partBytes: number;
  /** Writes, and resolves when everything that comes of it was given, or the stream ended or failed. */
  readonly write: (unpacker: Unpacker, bytes: Uint8Array) => Promise<void>;
  /** Of what was written last, the bytes behind the end of what the stream unpacks. */
  readonly unused: (unpacker: Unpacker, written: number) => number;
}

/**
 * Unpacks until what the stream takes is at its end. Other than an iteration over the stream it gives everything that came before a failure.
 */
export async function* through(
  input: ByteSource,
  unpacker: Unpacker,
  { packing, partBytes, write, unused }: ThroughOptions,
): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let failure: Error | undefined;
  let isEnded = false;
  unpacker.on('data', (part: Uint8Array) => parts.push(part));
  unpacker.on('error', (error: Error) => {
    failure ??= error;
  });
  const ended = new Promise<void>((resolve) => {
    unpacker.on('end', () => {
      isEnded = true;
      resolve();
    });
    unpacker.on('error', () => resolve());
  });
  function* given(): Generator<Uint8Array> {
    const some = parts;
    parts = [];
    yield* some;
    if (failure) throw new DamagedInput(packing, input.taken, failure.message);
  }
  try {
    let written = 0;
    for (let bytes = await input.take(partBytes); bytes.length > 0; bytes = await input.take(partBytes)) {
      await Promise.race([write(unpacker, bytes), ended]);
      yield* given();
      written += bytes.length;
      if (!isEnded) continue;
      input.giveBack(bytes.subarray(bytes.length - unused(unpacker, written)));
      return;
    }
    unpacker.end();
    await ended;
    yield* given();
  } finally {
    unpacker.destroy?.();
  }
}
