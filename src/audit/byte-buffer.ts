import { maxLeb128Size, releaseMemory, writeLeb128 } from '../base/index.ts';

/** From this size on a native copy is faster than a loop. */
const nativeCopyBytes = 128;

/** What a buffer keeps of its memory: that of a usual batch, not that of the largest body ever. */
const keptBytes = 8 << 20;

/** Bytes that are written one behind the other. Grows, and `reset` keeps a usual amount of memory: what is outgrown is empty then. */
export class ByteBuffer {
  bytes: Uint8Array;
  view: DataView;
  length = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  /** A full buffer of bytes that are its own from then on. */
  static of(bytes: Uint8Array): ByteBuffer {
    const buffer = new ByteBuffer(0);
    buffer.bytes = bytes;
    buffer.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    buffer.length = bytes.length;
    return buffer;
  }

  reset(): void {
    this.length = 0;
    if (this.bytes.length <= keptBytes) return;
    releaseMemory(this.bytes);
    this.bytes = new Uint8Array(keptBytes);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for so many more bytes. */
  room(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + size));
    grown.set(this.bytes.subarray(0, this.length));
    releaseMemory(this.bytes);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.length] = value;
    this.length += 1;
  }

  int32(value: number): void {
    this.room(4);
    this.view.setInt32(this.length, value, true);
    this.length += 4;
  }

  /** A whole number of up to 53 bits as a signed one of 64. */
  int64(value: number): void {
    this.room(8);
    const high = Math.floor(value / 0x1_0000_0000);
    this.view.setUint32(this.length, value - high * 0x1_0000_0000, true);
    this.view.setInt32(this.length + 4, high, true);
    this.length += 8;
  }

  /** A length in LEB128, seven bits a byte, as ClickHouse writes it. */
  varint(value: number): void {
    this.room(maxLeb128Size);
    this.length = writeLeb128(this.bytes, this.length, value);
  }

  /** Bytes as they are. */
  append(source: Uint8Array, from: number, to: number): void {
    const size = to - from;
    this.room(size);
    const { bytes, length } = this;
    if (size >= nativeCopyBytes) bytes.set(source.subarray(from, to), length);
    else for (let index = 0; index < size; index += 1) bytes[length + index] = source[from + index] as number;
    this.length = length + size;
  }

  /** Bytes with their length before them. */
  text(source: Uint8Array, from: number, to: number): void {
    this.varint(to - from);
    this.append(source, from, to);
  }

  /** A buffer with what was written and no room for more. */
  copy(): ByteBuffer {
    const copied = new ByteBuffer(this.length);
    copied.append(this.bytes, 0, this.length);
    return copied;
  }

  /** What was written; valid until more is. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
