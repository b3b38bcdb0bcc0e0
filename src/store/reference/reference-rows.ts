import { maxLeb128Size, releaseMemory, writeLeb128 } from '../../base/index.ts';
import type { Engine } from '../../engine/index.ts';

/** Rows of strings as RowBinary; numbers are single bytes. */
function encodeRows(rows: readonly (readonly (string | number)[])[]): Uint8Array {
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
  // In memory of their own, which can be given back.
  return new Uint8Array(bytes.subarray(0, at));
}

/** Rows that go to the engine at once. */
const batchSize = 20_000;

/** Rows as `encodeRows` writes them. */
export interface EncodedRows {
  readonly count: number;
  readonly bytes: Uint8Array;
}

/** Rows in the batches in which they go to the engine. */
export function* batchesOf(rows: Iterable<readonly (string | number)[]>): Generator<EncodedRows, undefined> {
  let batch: (readonly (string | number)[])[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield { count: batch.length, bytes: encodeRows(batch) };
    batch = [];
  }
  if (batch.length > 0) yield { count: batch.length, bytes: encodeRows(batch) };
  return undefined;
}

/** Replaces what a dictionary looks up; see `replaceEncoded`. Lets other work go on between batches. */
export function replaceReference(
  engine: Engine,
  dictionary: string,
  rows: Iterable<readonly (string | number)[]>,
): Promise<number> {
  return replaceEncoded(engine, dictionary, batchesOf(rows));
}

/**
 * Replaces what a dictionary looks up. Between the truncation and the reload the dictionary goes on with what it had, so
 * statements see the old rows or the new ones. Gives how many rows there are.
 */
export async function replaceEncoded(
  engine: Engine,
  dictionary: string,
  batches: Iterable<EncodedRows> | AsyncIterable<EncodedRows>,
): Promise<number> {
  const source = Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
  let total = 0;
  try {
    // What cannot be read takes nothing away.
    let next = await source.next();
    await engine.command(`TRUNCATE TABLE ${dictionary}_rows`);
    for (; !next.done; next = await source.next()) {
      const { count, bytes } = next.value;
      await engine.insert(`${dictionary}_rows`, 'RowBinary', bytes);
      total += count;
      releaseMemory(bytes);
    }
  } finally {
    await source.return?.();
  }
  await engine.command(`SYSTEM RELOAD DICTIONARY ${dictionary}`);
  return total;
}
