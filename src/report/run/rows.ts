import { itemsOf, jsonText } from '../../base/index.ts';

/** What of an answer a panel gives at most. */
export interface RowBounds {
  readonly rows: number;
  readonly bytes: number;
}

/** Of answers larger than that nothing is parsed but the rows that are given. */
const parsedWhole = 256 << 10;

/** The first rows of an answer, as many as have room, and whether there are more. */
export function firstRows(
  json: Uint8Array,
  bounds: RowBounds,
): { readonly rows: readonly (readonly unknown[])[]; readonly isCut: boolean } {
  if (json.length <= Math.min(parsedWhole, bounds.bytes)) {
    const all = JSON.parse(jsonText(json)) as readonly (readonly unknown[])[];
    return { rows: all.slice(0, bounds.rows), isCut: all.length > bounds.rows };
  }
  const items = itemsOf(json);
  let bytes = 0;
  let count = 0;
  for (const item of items) {
    bytes += item.length + 1;
    if (count === bounds.rows || bytes > bounds.bytes) break;
    count += 1;
  }
  const rows = items.slice(0, count).map((item) => JSON.parse(jsonText(item)) as readonly unknown[]);
  return { rows, isCut: count < items.length };
}
