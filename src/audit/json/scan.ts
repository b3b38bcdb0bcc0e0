/**
 * What a scanned JSON value holds that its compact form, as kube-apiserver writes it, does not show at once. Bits.
 * - `html`: `&`, `<` or `>` written `\u0026`, `\u003c`, `\u003e`, as Go does.
 * - `escape`: some other escape in its usual form.
 * - `irregular`: anything that asks for `canonicalJson`: blanks, unusual escapes, bare `&<>`, duplicate or very many keys,
 *   numbers or nesting that the engine's JSON functions refuse, text that is no UTF-8.
 */
export const trait = { html: 1, escape: 2, irregular: 4 } as const;

/** Go's encoding/json refuses deeper nesting. */
const maxDepth = 10_000;
/** Deeper subtrees are stored as text: the engine's JSON functions give nothing for documents that nest very deep. */
export const maxEngineDepth = 200;
/** Beyond this many keys an object's duplicates are found by the slow road's map, not by comparing each with each. */
const maxComparedKeys = 48;
/** A number this long may not fit what the engine parses. */
const maxPlainNumber = 18;

const quote = 0x22;
const backslash = 0x5c;

/** What a byte means inside a string: 0 stands for itself. */
const stringClass = new Uint8Array(256).fill(0);
const plain = 0;
const htmlClass = 1;
const multiByte = 2;
stringClass.fill(3, 0, 0x20);
stringClass.fill(multiByte, 0x80);
for (const byte of [0x26, 0x3c, 0x3e]) stringClass[byte] = htmlClass;
stringClass[quote] = 4;
stringClass[backslash] = 5;

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Value of a hexadecimal digit, or -1. */
export function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/**
 * Walks over JSON values in bytes and checks them against RFC 8259, without building anything. One instance walks one
 * buffer at a time; after each call `traits` holds what was met since the last `reset`. `skip…` methods return the offset
 * after the value, or -1 where it is not JSON; `failedAt` then says where.
 */
export class Scanner {
  bytes: Uint8Array = new Uint8Array(0);
  end = 0;
  traits = 0;
  failedAt = -1;
  /** 0x7b or 0x5b for each open container. */
  private stack = new Uint8Array(64);
  /** Triples (from, to, hash) of the keys of open objects; `keyBase` says where each open container's begin. */
  private keys = new Int32Array(1024);
  private keyBase = new Int32Array(64);
  private keyCount = 0;

  /** Begins with a buffer, of which the bytes before `end` count. */
  reset(bytes: Uint8Array, end: number): void {
    this.bytes = bytes;
    this.end = end;
    this.traits = 0;
    this.failedAt = -1;
  }

  private fail(at: number): -1 {
    this.failedAt = at;
    return -1;
  }

  /** Offset of the first byte at or after `at` that is no JSON white space. */
  skipBlanks(at: number): number {
    const { bytes, end } = this;
    let position = at;
    while (position < end) {
      const byte = bytes[position];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
      position += 1;
    }
    if (position !== at) this.traits |= trait.irregular;
    return position;
  }

  /** `at` is the opening quote. */
  skipString(at: number): number {
    const { bytes, end } = this;
    let position = at + 1;
    for (;;) {
      while (position < end && stringClass[bytes[position] as number] === plain) position += 1;
      if (position >= end) return this.fail(end);
      const byte = bytes[position] as number;
      if (byte === quote) return position + 1;
      position = this.skipSpecial(position, byte);
      if (position < 0) return -1;
    }
  }

  /** Steps over what does not stand for itself inside a string. */
  private skipSpecial(at: number, byte: number): number {
    const kind = stringClass[byte];
    if (byte === backslash) return this.skipEscape(at);
    if (kind === multiByte) return this.skipUtf8(at, byte);
    if (kind !== htmlClass) return this.fail(at);
    this.traits |= trait.irregular;
    return at + 1;
  }

  private skipEscape(at: number): number {
    const { bytes } = this;
    if (at + 1 >= this.end) return this.fail(at);
    const kind = bytes[at + 1] as number;
    switch (kind) {
      case 0x22: // "
      case 0x5c: // backslash
      case 0x6e: // n
      case 0x72: // r
      case 0x74: // t
      case 0x62: // b
      case 0x66: // f
        this.traits |= trait.escape;
        return at + 2;
      case 0x2f: // a slash needs no escape
        this.traits |= trait.irregular;
        return at + 2;
      case 0x75:
        break;
      default:
        return this.fail(at);
    }
    if (at + 6 > this.end) return this.fail(at);
    for (let index = at + 2; index < at + 6; index += 1) if (hexValue(bytes[index]) < 0) return this.fail(at);
    // \u00XX
    if (bytes[at + 2] === 0x30 && bytes[at + 3] === 0x30) {
      const high = bytes[at + 4];
      const low = bytes[at + 5];
      if ((high === 0x32 && low === 0x36) || (high === 0x33 && (low === 0x63 || low === 0x65))) {
        this.traits |= trait.html;
        return at + 6;
      }
    }
    this.traits |= trait.irregular;
    return at + 6;
  }

  /** Steps over one character of several bytes; what is no UTF-8 is stepped over byte by byte and is irregular. */
  private skipUtf8(at: number, first: number): number {
    const { bytes } = this;
    const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (!this.isUtf8(at, first, size)) {
      this.traits |= trait.irregular;
      return at + 1;
    }
    // Go escapes U+2028 and U+2029.
    if (first === 0xe2 && bytes[at + 1] === 0x80 && ((bytes[at + 2] as number) & 0xfe) === 0xa8)
      this.traits |= trait.irregular;
    return at + size;
  }

  /** Whether one character of UTF-8 stands at `at`: no overlong form, no surrogate, nothing beyond U+10FFFF. */
  private isUtf8(at: number, first: number, size: number): boolean {
    const { bytes } = this;
    if (first < 0xc2 || first > 0xf4 || at + size > this.end) return false;
    for (let index = at + 1; index < at + size; index += 1)
      if (((bytes[index] as number) & 0xc0) !== 0x80) return false;
    const second = bytes[at + 1] as number;
    switch (first) {
      case 0xe0:
        return second >= 0xa0;
      case 0xed:
        return second < 0xa0;
      case 0xf0:
        return second >= 0x90;
      case 0xf4:
        return second < 0x90;
      default:
        return true;
    }
  }

  /** `at` is a minus sign or a digit. */
  private skipNumber(at: number): number {
    const { bytes } = this;
    let position = at;
    if (bytes[position] === 0x2d) position += 1;
    if (bytes[position] === 0x30) position += 1;
    else {
      if (!isDigit(bytes[position])) return this.fail(position);
      while (isDigit(bytes[position])) position += 1;
    }
    let isPlain = true;
    if (bytes[position] === 0x2e) {
      position += 1;
      if (!isDigit(bytes[position])) return this.fail(position);
      while (isDigit(bytes[position])) position += 1;
    }
    if (((bytes[position] ?? 0) | 0x20) === 0x65) {
      isPlain = false;
      position += 1;
      if (bytes[position] === 0x2b || bytes[position] === 0x2d) position += 1;
      if (!isDigit(bytes[position])) return this.fail(position);
      while (isDigit(bytes[position])) position += 1;
    }
    if (position > this.end) return this.fail(this.end);
    if (!isPlain || position - at > maxPlainNumber) this.traits |= trait.irregular;
    return position;
  }

  private skipWord(at: number, word: string): number {
    for (let index = 0; index < word.length; index += 1) {
      if (at + index >= this.end || this.bytes[at + index] !== word.charCodeAt(index)) return this.fail(at + index);
    }
    return at + word.length;
  }

  private skipScalar(at: number): number {
    const byte = at < this.end ? this.bytes[at] : undefined;
    if (byte === quote) return this.skipString(at);
    if (byte === 0x74) return this.skipWord(at, 'true');
    if (byte === 0x66) return this.skipWord(at, 'false');
    if (byte === 0x6e) return this.skipWord(at, 'null');
    if (byte === 0x2d || isDigit(byte)) return this.skipNumber(at);
    return this.fail(at);
  }

  /** Steps over a key and its colon; notes the key among those of the innermost object. */
  private skipKey(at: number, base: number): number {
    const { bytes, end } = this;
    if (at >= end || bytes[at] !== quote) return this.fail(at);
    let position = at + 1;
    let hash = 0;
    for (;;) {
      let byte = bytes[position] as number;
      while (position < end && stringClass[byte] === plain) {
        hash = (Math.imul(hash, 31) + byte) | 0;
        position += 1;
        byte = bytes[position] as number;
      }
      if (position >= end) return this.fail(end);
      if (byte === quote) break;
      position = this.skipSpecial(position, byte);
      if (position < 0) return -1;
    }
    position += 1;
    this.noteKey(at, position, hash, base);
    const colon = bytes[position] === 0x3a ? position : this.skipBlanks(position);
    if (colon >= end || bytes[colon] !== 0x3a) return this.fail(colon);
    return (bytes[colon + 1] as number) > 0x20 ? colon + 1 : this.skipBlanks(colon + 1);
  }

  private noteKey(from: number, to: number, hash: number, base: number): void {
    const { keys } = this;
    const count = this.keyCount;
    if (count - base > maxComparedKeys * 3) {
      this.traits |= trait.irregular;
      return;
    }
    for (let index = base; index < count; index += 3) {
      if (keys[index + 2] === hash && this.sameBytes(keys[index] as number, keys[index + 1] as number, from, to)) {
        this.traits |= trait.irregular;
      }
    }
    if (count + 3 > keys.length) {
      this.keys = new Int32Array(keys.length * 2);
      this.keys.set(keys);
    }
    this.keys[count] = from;
    this.keys[count + 1] = to;
    this.keys[count + 2] = hash;
    this.keyCount = count + 3;
  }

  private sameBytes(from: number, to: number, otherFrom: number, otherTo: number): boolean {
    if (to - from !== otherTo - otherFrom) return false;
    for (let index = 0; index < to - from; index += 1) {
      if (this.bytes[from + index] !== this.bytes[otherFrom + index]) return false;
    }
    return true;
  }

  private open(depth: number, kind: number): void {
    if (depth >= this.stack.length) {
      const stack = new Uint8Array(this.stack.length * 2);
      stack.set(this.stack);
      this.stack = stack;
      const keyBase = new Int32Array(this.keyBase.length * 2);
      keyBase.set(this.keyBase);
      this.keyBase = keyBase;
    }
    this.stack[depth] = kind;
    this.keyBase[depth] = this.keyCount;
    if (depth >= maxEngineDepth) this.traits |= trait.irregular;
  }

  /** The same as `skipBlanks`, for where there are seldom any. */
  skipGap(at: number): number {
    return at < this.end && (this.bytes[at] as number) <= 0x20 ? this.skipBlanks(at) : at;
  }

  /** Steps over any value; `at` is its first byte. Uses no recursion: depth is bounded by Go's own limit. */
  skipValue(at: number): number {
    const { bytes, end } = this;
    let depth = 0;
    let position = at;
    this.keyCount = 0;
    for (;;) {
      const byte = position < end ? (bytes[position] as number) : 0;
      if (byte === 0x7b || byte === 0x5b) {
        if (depth === maxDepth) return this.fail(position);
        this.open(depth, byte);
        position = this.skipGap(position + 1);
        if (position >= end || bytes[position] !== byte + 2) {
          depth += 1;
          if (byte === 0x7b) position = this.skipKey(position, this.keyCount);
          if (position < 0) return -1;
          continue;
        }
        position += 1;
      } else {
        position = this.skipScalar(position);
        if (position < 0) return -1;
      }
      // After a value: a comma, or the end of one or more containers.
      for (;;) {
        if (depth === 0) return position;
        position = this.skipGap(position);
        const next = position < end ? (bytes[position] as number) : 0;
        const kind = this.stack[depth - 1] as number;
        const base = this.keyBase[depth - 1] as number;
        if (next === 0x2c) {
          position = this.skipGap(position + 1);
          if (kind === 0x7b) position = this.skipKey(position, base);
          if (position < 0) return -1;
          break;
        }
        if (next !== kind + 2) return this.fail(position);
        depth -= 1;
        this.keyCount = base;
        position += 1;
      }
    }
  }
}
