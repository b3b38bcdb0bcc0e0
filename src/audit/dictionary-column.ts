import { leb128Size, readLeb128 } from '../base/index.ts';
import { ByteBuffer } from './byte-buffer.ts';

/** Slots that are looked at for a value: with more, a sender who knows the hash could make every look long. */
const maxProbes = 8;
/** Keys and rows for which a column keeps memory: those of a usual batch. */
const keptKeys = 1 << 16;
const keptRows = 1 << 16;
/** ClickHouse's SerializationLowCardinality: version of the keys, and that they all stand in the block itself. */
const keysVersion = 1;
const hasOwnKeys = 0x600;

/**
 * A column of ClickHouse's LowCardinality(String) in its Native format: every value once, and a number a row. Values are
 * found again by a hash; one that is not found within some slots is written once more, which the engine puts right.
 */
export class DictionaryColumn {
  private readonly keys = new ByteBuffer(1024);
  /** Of each key: where its bytes begin, how many they are, and their hash. */
  private starts = new Int32Array(256);
  private sizes = new Int32Array(256);
  private hashes = new Int32Array(256);
  private count = 0;
  /** Numbers of keys plus one by their hash; 0 is free. A power of two, at least twice as many as keys. */
  private slots = new Int32Array(512);
  private indexes = new Uint32Array(1024);
  private rows = 0;

  constructor() {
    this.reset();
  }

  /** Forgets values and rows; keeps a usual amount of memory. */
  reset(): void {
    this.keys.reset();
    if (this.starts.length > keptKeys) {
      this.starts = new Int32Array(keptKeys);
      this.sizes = new Int32Array(keptKeys);
      this.hashes = new Int32Array(keptKeys);
      this.slots = new Int32Array(keptKeys * 2);
    } else if (this.count > 1) this.slots.fill(0);
    if (this.indexes.length > keptRows) this.indexes = new Uint32Array(keptRows);
    this.rows = 0;
    // The empty text is key 0 and needs no slot.
    this.keys.byte(0);
    this.count = 1;
  }

  /** Appends a row whose value is bytes[from, to). `view` is of the same bytes. */
  append(bytes: Uint8Array, view: DataView, from: number, to: number): void {
    if (this.rows === this.indexes.length) this.indexes = doubled(this.indexes, Uint32Array);
    this.indexes[this.rows] = to === from ? 0 : this.keyOf(bytes, view, from, to);
    this.rows += 1;
  }

  private keyOf(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    const hash = hashOf(bytes, view, from, to);
    const mask = this.slots.length - 1;
    for (let probe = 0; probe < maxProbes; probe += 1) {
      const slot = (hash + probe) & mask;
      const key = (this.slots[slot] as number) - 1;
      if (key < 0) {
        this.slots[slot] = this.count + 1;
        return this.add(bytes, from, to, hash);
      }
      if (this.hashes[key] === hash && this.isKey(key, bytes, view, from, to)) return key;
    }
    return this.add(bytes, from, to, hash);
  }

  private isKey(key: number, bytes: Uint8Array, view: DataView, from: number, to: number): boolean {
    if (this.sizes[key] !== to - from) return false;
    const distance = (this.starts[key] as number) - from;
    const { keys } = this;
    let at = from;
    for (; at + 4 <= to; at += 4) if (view.getInt32(at, true) !== keys.view.getInt32(at + distance, true)) return false;
    for (; at < to; at += 1) if (bytes[at] !== keys.bytes[at + distance]) return false;
    return true;
  }

  private add(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const key = this.count;
    if (key === this.starts.length) this.grow();
    this.keys.text(bytes, from, to);
    this.starts[key] = this.keys.length - (to - from);
    this.sizes[key] = to - from;
    this.hashes[key] = hash;
    this.count += 1;
    return key;
  }

  private grow(): void {
    this.starts = doubled(this.starts, Int32Array);
    this.sizes = doubled(this.sizes, Int32Array);
    this.hashes = doubled(this.hashes, Int32Array);
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let key = 1; key < this.count; key += 1) {
      const hash = this.hashes[key] as number;
      for (let probe = 0; probe < maxProbes; probe += 1) {
        const slot = (hash + probe) & mask;
        if (slots[slot] !== 0) continue;
        slots[slot] = key + 1;
        break;
      }
    }
    this.slots = slots;
  }

  /** Appends the rows of such a column of a block, whose data begins at `at`. */
  appendFrom(bytes: Uint8Array, view: DataView, at: number): void {
    const width = 1 << (bytes[at + 8] as number);
    const count = view.getUint32(at + 16, true);
    const keys = new Uint32Array(count);
    let position = at + 24;
    for (let key = 0; key < count; key += 1) {
      const size = readLeb128(bytes, position);
      const from = position + leb128Size(size);
      position = from + size;
      keys[key] = size === 0 ? 0 : this.keyOf(bytes, view, from, position);
    }
    const rows = view.getUint32(position, true);
    position += 8;
    while (this.rows + rows > this.indexes.length) this.indexes = doubled(this.indexes, Uint32Array);
    for (let row = 0; row < rows; row += 1) {
      const key =
        width === 1
          ? bytes[position + row]
          : width === 2
            ? view.getUint16(position + row * 2, true)
            : view.getUint32(position + row * 4, true);
      this.indexes[this.rows + row] = keys[key as number] as number;
    }
    this.rows += rows;
  }

  /** Bytes that `writeTo` writes. */
  get size(): number {
    return 24 + this.keys.length + 8 + (this.rows << widthOf(this.count));
  }

  /** Writes the column's data as it stands in a block. */
  writeTo(target: ByteBuffer): void {
    const { keys, count, rows } = this;
    const width = widthOf(count);
    target.int64(keysVersion);
    target.int64(hasOwnKeys | width);
    target.int64(count);
    target.append(keys.bytes, 0, keys.length);
    target.int64(rows);
    const indexes = this.indexes.subarray(0, rows);
    const narrow = width === 0 ? new Uint8Array(indexes) : width === 1 ? new Uint16Array(indexes) : indexes;
    target.append(new Uint8Array(narrow.buffer, narrow.byteOffset, narrow.byteLength), 0, narrow.byteLength);
  }
}

/** Bytes of a number of a key, as a power of two. */
function widthOf(count: number): 0 | 1 | 2 {
  return count <= 0x100 ? 0 : count <= 0x1_0000 ? 1 : 2;
}

function hashOf(bytes: Uint8Array, view: DataView, from: number, to: number): number {
  let hash = to - from;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}

function doubled<T extends Int32Array | Uint32Array>(array: T, Kind: new (length: number) => T): T {
  const grown = new Kind(array.length * 2);
  grown.set(array);
  return grown;
}
