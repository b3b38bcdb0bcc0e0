/** Seeded randomness: the same seed gives the same cluster, events and identifiers everywhere. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** An integer in [0, below). */
  below(below: number): number;
  /** A number in [from, to). */
  between(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Rounds an expected number up or down so that the mean of many draws is that number. */
  count(expected: number): number;
  /** One of the items, which must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** A random (version 4) UUID. */
  uuid(): string;
  /** A suffix as generateName appends it: letters and digits that spell no words. */
  suffix(length: number): string;
}

/** The alphabet of k8s.io/apimachinery's rand.String: no vowels, no 0, 1, 3. */
const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789';
const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Creates the generator (sfc32 by Chris Doty-Humphrey, seeded through splitmix32). */
export function createRandom(seed: number): Random {
  const uint32 = createUint32(seed);
  const next = (): number => uint32() / 2 ** 32;
  const below = (limit: number): number => Math.floor(next() * limit);
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) text += hex32(uint32());
    return text.slice(0, digits);
  };
  return {
    next,
    below,
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    count: (expected) => Math.floor(expected + next()),
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('BUG: cannot pick from nothing');
      return item;
    },
    hex,
    uuid: () => {
      const b = ((uint32() & 0xffff0fff) | 0x4000) >>> 0;
      const c = ((uint32() & 0x3fffffff) | 0x80000000) >>> 0;
      const [high, low] = [hex32(b), hex32(c)];
      return `${hex(8)}-${high.slice(0, 4)}-${high.slice(4)}-${low.slice(0, 4)}-${low.slice(4)}${hex(8)}`;
    },
    suffix: (length) => {
      let text = '';
      for (let index = 0; index < length; index += 1) text += suffixAlphabet.charAt(below(suffixAlphabet.length));
      return text;
    },
  };
}

function hex32(value: number): string {
  return (
    (hexBytes[value >>> 24] ?? '') +
    (hexBytes[(value >>> 16) & 255] ?? '') +
    (hexBytes[(value >>> 8) & 255] ?? '') +
    (hexBytes[value & 255] ?? '')
  );
}

function createUint32(seed: number): () => number {
  let mix = seed >>> 0;
  const splitmix = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let value = Math.imul(mix ^ (mix >>> 16), 0x21f0aaad);
    value = Math.imul(value ^ (value >>> 15), 0x735a2d97);
    return (value ^ (value >>> 15)) >>> 0;
  };
  let [a, b, c, counter] = [splitmix(), splitmix(), splitmix(), 1];
  return () => {
    const result = (a + b + counter) >>> 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result;
  };
}
