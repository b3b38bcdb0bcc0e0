/** Bits by which each of the four steps of a round turns (RFC 1321, 3.4). */
const turns = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;
const sines = Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32));

/** MD5 of the text in UTF-8, in hex. What it is good for is telling texts apart where an interface asks for it. */
export function md5(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const blocks = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  for (const [index, byte] of bytes.entries()) blocks.setUint8(index, byte);
  blocks.setUint8(bytes.length, 0x80);
  // Texts are far shorter than 2^32 bits.
  blocks.setUint32(blocks.byteLength - 8, bytes.length * 8, true);
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < blocks.byteLength; at += 64) {
    const mixed = mix(state, blocks, at);
    state = state.map((word, index) => (word + (mixed[index] ?? 0)) >>> 0);
  }
  const digest = new DataView(new ArrayBuffer(16));
  for (const [index, word] of state.entries()) digest.setUint32(index * 4, word, true);
  return Array.from({ length: 16 }, (_, index) => digest.getUint8(index).toString(16).padStart(2, '0')).join('');
}

function mix(state: readonly number[], blocks: DataView, at: number): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const { mixed, word } = roundOf(round, step, { b, c, d });
    const sum = (a + mixed + (sines[step] ?? 0) + blocks.getUint32(at + word * 4, true)) >>> 0;
    const turn = turns[round as 0 | 1 | 2 | 3][(step & 3) as 0 | 1 | 2 | 3];
    [a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) >>> 0];
  }
  return [a, b, c, d];
}

function roundOf(
  round: number,
  step: number,
  { b, c, d }: { readonly b: number; readonly c: number; readonly d: number },
) {
  if (round === 0) return { mixed: (b & c) | (~b & d), word: step };
  if (round === 1) return { mixed: (d & b) | (~d & c), word: (5 * step + 1) % 16 };
  return round === 2 ? { mixed: b ^ c ^ d, word: (3 * step + 5) % 16 } : { mixed: c ^ (b | ~d), word: (7 * step) % 16 };
}
