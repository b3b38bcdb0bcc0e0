import type { Engine } from './engine/client.ts';

const encoder = new TextEncoder();

/** Rows of strings as RowBinary; numbers are single bytes. */
export function encodeRows(rows: Iterable<readonly (string | number)[]>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const row of rows) {
    for (const value of row) {
      if (typeof value === 'number') {
        parts.push(Uint8Array.of(value));
        continue;
      }
      const bytes = encoder.encode(value);
      parts.push(lengthOf(bytes.length), bytes);
    }
  }
  return Buffer.concat(parts);
}

/** LEB128, as RowBinary writes lengths. */
function lengthOf(size: number): Uint8Array {
  const bytes: number[] = [];
  let rest = size;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.of(...bytes, rest);
}

/** Rows that go to the engine at once. */
const batchSize = 20_000;

/**
 * Replaces what a dictionary looks up. Between the truncation and the reload the dictionary goes on with what it had, so
 * statements see the old rows or the new ones. Lets other work go on between batches.
 */
export async function replaceReference(
  engine: Engine,
  dictionary: string,
  rows: Iterable<readonly (string | number)[]>,
): Promise<number> {
  await engine.command(`TRUNCATE TABLE ${dictionary}_rows`);
  let batch: (readonly (string | number)[])[] = [];
  let count = 0;
  const flush = async () => {
    if (batch.length > 0) await engine.insertBinary(`${dictionary}_rows`, encodeRows(batch));
    count += batch.length;
    batch = [];
  };
  for (const row of rows) {
    batch.push(row);
    if (batch.length >= batchSize) await flush();
  }
  await flush();
  await engine.command(`SYSTEM RELOAD DICTIONARY ${dictionary}`);
  return count;
}
