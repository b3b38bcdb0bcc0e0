const multiplier = 0x5bd1e995;
const seed = 0x9747b28c;

/** The partition in which a key belongs: the one that Kafka's own producers choose. */
export function partitionOf(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

/** MurmurHash2 of 32 bits, as Kafka's producers seed it. */
function murmur2(key: Uint8Array): number {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const whole = key.length - (key.length % 4);
  let hash = seed ^ key.length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(view.getInt32(at, true), multiplier);
    word = Math.imul(word ^ (word >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  for (let left = key.length - 1; left >= whole; left -= 1) hash ^= (key[left] ?? 0) << (8 * (left - whole));
  if (whole < key.length) hash = Math.imul(hash, multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}
