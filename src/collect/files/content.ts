import type { FileHandle } from 'node:fs/promises';
import { readFully } from '../../platform/index.ts';
import { DamagedInput, isPacked, unpack } from '../../shipping/index.ts';
import { type FileStatus, openLog, statusOf } from './open-log.ts';

/** The contents of an open file, unpacked. Positions count unpacked bytes. */
export interface Content {
  /** Whether it was packed after it was written: it grows no more, and how long it is shows at its end. */
  readonly isPacked: boolean;
  /**
   * Fills the buffer from a position on and gives the bytes read: fewer only at the end of what there is now. Of something packed,
   * going back means to begin again.
   */
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Of the file as stored. */
  status(): Promise<FileStatus>;
  /** Undefined where nothing is known to be wrong with the packing. */
  damage(): Damage | undefined;
  close(): Promise<void>;
}

/** Where a file is not what it is packed as: what stands before it can be read. */
export interface Damage {
  readonly packing: string;
  readonly reason: string;
  /** In bytes as stored. */
  readonly storedOffset: number;
}

/** Bytes that a packing is told from. */
const headBytes = 64;
const chunkBytes = 64 << 10;

/** Opens a file. Throws NotALog, or the system's error. */
export async function openContent(path: string): Promise<Content> {
  const handle = await openLog(path);
  let isPlain: boolean;
  try {
    const head = new Uint8Array(headBytes);
    isPlain = !isPacked(head.subarray(0, await readFully(handle, head, 0)));
  } catch (error) {
    await handle.close();
    throw error;
  }
  const status = async (): Promise<FileStatus> => statusOf(await handle.stat({ bigint: true }));
  if (isPlain)
    return {
      isPacked: false,
      status,
      damage: () => undefined,
      read: (buffer, position) => readFully(handle, buffer, position),
      close: () => handle.close(),
    };
  const packed = new PackedReader(handle);
  return {
    isPacked: true,
    status,
    damage: () => packed.damage,
    read: (buffer, position) => packed.read(buffer, position),
    close: async () => {
      await packed.close();
      await handle.close();
    },
  };
}

async function* chunksOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ;) {
    const chunk = new Uint8Array(chunkBytes);
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}

/** Reads what is packed from any position, by going through it: cheap as long as positions rise. */
class PackedReader {
  readonly #handle: FileHandle;
  #unpacked: AsyncGenerator<Uint8Array> | undefined;
  /** Of the first byte of `#rest`. */
  #position = 0;
  #rest: Uint8Array = new Uint8Array();
  #damage: Damage | undefined;
  /** Whether what is unpacked now ended in the damage. */
  #isAtDamage = false;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** The damage that was come to last, until the file is read to its right end. */
  get damage(): Damage | undefined {
    return this.#damage;
  }

  async close(): Promise<void> {
    await this.#unpacked?.return(undefined);
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    // Behind damage there may be more by now, if the file was still being written.
    const isAtDamage = this.#rest.length === 0 && this.#isAtDamage;
    if (this.#unpacked === undefined || position < this.#position || isAtDamage) await this.#begin();
    let filled = 0;
    while (filled < buffer.length) {
      this.#drop(Math.min(this.#rest.length, position + filled - this.#position));
      if (this.#rest.length === 0) {
        const next = await this.#next();
        if (next === undefined) break;
        this.#rest = next;
        continue;
      }
      const part = this.#rest.subarray(0, buffer.length - filled);
      buffer.set(part, filled);
      filled += part.length;
      this.#drop(part.length);
    }
    return filled;
  }

  async #begin(): Promise<void> {
    await this.close();
    this.#unpacked = unpack(chunksOf(this.#handle));
    this.#position = 0;
    this.#rest = new Uint8Array();
    this.#isAtDamage = false;
  }

  async #next(): Promise<Uint8Array | undefined> {
    try {
      const next = await this.#unpacked?.next();
      if (next?.done === false) return next.value;
      if (!this.#isAtDamage) this.#damage = undefined;
    } catch (error) {
      if (!(error instanceof DamagedInput)) throw error;
      this.#damage = { packing: error.packing, reason: error.message, storedOffset: error.packedBytes };
      this.#isAtDamage = true;
    }
    return undefined;
  }

  #drop(count: number): void {
    this.#rest = this.#rest.subarray(count);
    this.#position += count;
  }
}
