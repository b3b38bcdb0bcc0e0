const newline = 0x0a;

/**
 * Where the last whole line of some bytes ends; 0 where there is none. A zero ends a line as a line feed does: no JSON holds one, and a file has
 * them where its last pages were lost with the power, or where it was truncated under its writer.
 */
export function lastLineEnd(bytes: Uint8Array): number {
  return Math.max(bytes.lastIndexOf(newline), bytes.lastIndexOf(0)) + 1;
}

/** The lines that are not empty. */
export function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let from = 0, at = bytes.indexOf(newline); at >= 0; from = at + 1, at = bytes.indexOf(newline, from))
    if (at > from) count += 1;
  return count;
}

/** Where a run of zeros ends. */
export function zerosEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  // A file may have gigabytes of them.
  while (at + zeros.length <= bytes.length && Buffer.compare(bytes.subarray(at, at + zeros.length), zeros) === 0)
    at += zeros.length;
  while (bytes[at] === 0) at += 1;
  return at;
}

const zeros = new Uint8Array(64 << 10);

/** Lines of which the last has an end. */
export function withLineEnd(lines: Uint8Array): Uint8Array {
  return lines.length === 0 || lines.at(-1) === newline ? lines : Buffer.concat([lines, Uint8Array.of(newline)]);
}
