import { releaseMemory } from '../base/index.ts';
import { ByteBuffer } from './byte-buffer.ts';
import type { EventRow } from './event-row.ts';
import { identityText, writeIdentity } from './identity.ts';

/** Of each event four numbers of 32 bits: where its identity ends, two hashes of it, and 1 where the webhook cut it. */
const entryBytes = 16;

/** Identities of events in their order, as bytes: hardly ever does anybody need to see one as text. */
export class IdentityList {
  private readonly bytes: ByteBuffer;
  private readonly entries: ByteBuffer;

  constructor(bytes = new ByteBuffer(1 << 12), entries = new ByteBuffer(1 << 10)) {
    this.bytes = bytes;
    this.entries = entries;
  }

  get length(): number {
    return this.entries.length / entryBytes;
  }

  reset(): void {
    this.bytes.reset();
    this.entries.reset();
  }

  /** Appends the identity of a row. */
  add(row: EventRow): void {
    const { bytes, entries } = this;
    const from = bytes.length;
    writeIdentity(row, bytes);
    entries.int32(bytes.length);
    writeHashes(bytes, from, entries);
    entries.int32(row.isTruncated ? 1 : 0);
  }

  /** Appends those of another list. */
  append({ bytes, entries }: IdentityList): void {
    const base = this.bytes.length;
    const from = this.entries.length;
    this.bytes.append(bytes.bytes, 0, bytes.length);
    this.entries.append(entries.bytes, 0, entries.length);
    const { view, length } = this.entries;
    for (let at = from; at < length; at += entryBytes) view.setInt32(at, view.getInt32(at, true) + base, true);
  }

  /** A list of what `parts` gave, which it uses from then on. */
  static of({ bytes, entries }: ReturnType<IdentityList['parts']>): IdentityList {
    return new IdentityList(ByteBuffer.of(bytes), ByteBuffer.of(entries));
  }

  /** What the list is made of; valid until it changes. */
  parts(): { readonly bytes: Uint8Array; readonly entries: Uint8Array } {
    return { bytes: this.bytes.written(), entries: this.entries.written() };
  }

  /** A copy that takes no more memory than it needs. */
  copy(): IdentityList {
    return new IdentityList(this.bytes.copy(), this.entries.copy());
  }

  /** Gives its memory back; the list is of no use afterwards. */
  release(): void {
    releaseMemory(this.bytes.bytes);
    releaseMemory(this.entries.bytes);
  }

  /** An identity as text that is for comparing only. */
  textAt(index: number): string {
    const from = index === 0 ? 0 : this.entries.view.getInt32((index - 1) * entryBytes, true);
    return identityText(this.bytes.bytes.subarray(from, this.entries.view.getInt32(index * entryBytes, true)));
  }

  isTruncatedAt(index: number): boolean {
    return this.entries.view.getInt32(index * entryBytes + 12, true) === 1;
  }

  /** Whether it is certain that no two are the same. By their hashes: once in very many lists it is true and not known. */
  areDistinct(): boolean {
    const { view, length } = this.entries;
    let size = 16;
    while (size < this.length * 2) size *= 2;
    const slots = new Int32Array(size);
    for (let at = 0; at < length; at += entryBytes) {
      const hash = view.getInt32(at + 4, true);
      const other = view.getInt32(at + 8, true);
      let slot = hash & (size - 1);
      // A slot holds where an entry stands plus one.
      for (let seen = slots[slot] as number; seen !== 0; seen = slots[slot] as number) {
        if (view.getInt32(seen + 3, true) === hash && view.getInt32(seen + 7, true) === other) return false;
        slot = (slot + 1) & (size - 1);
      }
      slots[slot] = at + 1;
    }
    return true;
  }
}

/** Two hashes of what stands behind an offset; together they are hardly ever the same for what differs. */
function writeHashes({ bytes, view, length }: ByteBuffer, from: number, target: ByteBuffer): void {
  let hash = length - from;
  let other = hash;
  let at = from;
  for (; at + 4 <= length; at += 4) {
    const word = view.getInt32(at, true);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
    other = Math.imul(other ^ word, 0x85ebca6b);
    other ^= other >>> 13;
  }
  for (; at < length; at += 1) {
    hash = Math.imul(hash ^ (bytes[at] as number), 0x9e3779b1);
    other = Math.imul(other ^ (bytes[at] as number), 0x85ebca6b);
  }
  target.int32(hash ^ (hash >>> 15));
  target.int32(other ^ (other >>> 13));
}
