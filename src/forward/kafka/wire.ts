import { words } from '../../base/index.ts';
/** How Kafka's protocol writes values: big endian, lengths in front. What is null has the length -1. */

export function int8(value: number): Buffer {
  return Buffer.of(value & 0xff);
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

export function text(value: string | null): Buffer {
  if (value === null) return int16(-1);
  const bytes = Buffer.from(value);
  return Buffer.concat([int16(bytes.length), bytes]);
}

export function bytes(value: Uint8Array): Buffer {
  return Buffer.concat([int32(value.length), value]);
}

export function list(items: readonly Buffer[]): Buffer {
  return Buffer.concat([int32(items.length), ...items]);
}

/** A signed number in as few bytes as it needs: zigzag, seven bits a byte, the lowest first. */
export function varint(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  const all: number[] = [];
  while (rest > 0x7fn) {
    all.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.from([...all, Number(rest)]);
}

/** Reads what the other side wrote, in order. Throws where it ends too early. */
export interface Reader {
  boolean(): boolean;
  int16(): number;
  int32(): number;
  int64(): bigint;
  text(): string | null;
  bytes(): Buffer;
  list<T>(read: () => T): readonly T[];
}

export function createReader(source: Buffer): Reader {
  let at = 0;
  function take(length: number): number {
    if (length < 0 || at + length > source.length) throw new Error(words`its answer is cut off`);
    at += length;
    return at - length;
  }
  const reader: Reader = {
    boolean: () => source.readInt8(take(1)) !== 0,
    int16: () => source.readInt16BE(take(2)),
    int32: () => source.readInt32BE(take(4)),
    int64: () => source.readBigInt64BE(take(8)),
    text() {
      const length = reader.int16();
      if (length < 0) return null;
      const start = take(length);
      return source.toString('utf8', start, start + length);
    },
    bytes() {
      const length = Math.max(0, reader.int32());
      const start = take(length);
      return source.subarray(start, start + length);
    },
    list(read) {
      const all = [];
      // Each item takes a byte at least, so that a false number of them ends where the answer does.
      for (let left = reader.int32(); left > 0; left -= 1) all.push(read());
      return all;
    },
  };
  return reader;
}
