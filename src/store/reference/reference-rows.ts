import { maxLeb128Size, writeLeb128 } from '../../base/index.ts';
import type { Engine } from '../../engine/index.ts';

/** Rows of strings as RowBinary; numbers are single bytes. */
export function encodeRows(rows: readonly (readonly (string | number)[])[]): Uint8Array {
  // A UTF-16 unit takes three bytes of UTF-8 at most.
  const size = rows
    .flat()
    .reduce<number>((sum, value) => sum + (typeof value === 'number' ? 1 : maxLeb128Size + 3 * value.length), 0);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const value of rows.flat()) {
    if (typeof value === 'number') {
      at = bytes.writeUInt8(value, at);
      continue;
    }
    at = writeLeb128(bytes, at, Buffer.byteLength(value));
    at += bytes.write(value, at);
  }
  return bytes.subarray(0, at);
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
    if (batch.length > 0) await engine.insert(`${dictionary}_rows`, 'RowBinary', encodeRows(batch));
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
