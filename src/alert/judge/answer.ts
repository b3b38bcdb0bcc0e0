import type { Cell, QueryRows } from '../../rules/index.ts';
import { eventKey } from './event-key.ts';

/** What a query of a rule answered, as the engine wrote it. */
export interface RuleAnswer {
  readonly columns: readonly string[];
  /** JSON text: a list of rows, each a list of values. */
  readonly rows: Uint8Array;
  /** Rows that are looked at. */
  readonly most: number;
  /** So many rows tell that there are more. */
  readonly cutFrom: number;
  /** Whether it is what a search without SQL finds, an event a row. */
  readonly isSearch: boolean;
}

/** Reads the rows. */
export function readAnswer({ columns, rows: bytes, most, cutFrom, isSearch }: RuleAnswer): QueryRows {
  const all = readRows(columns, bytes);
  const rows = all.slice(0, most);
  const isCut = all.length >= cutFrom;
  return { columns, rows, isCut, ...(isSearch ? { eventKeys: rows.map(eventKey) } : {}) };
}

/** Of columns of one name the first holds. */
function readRows(columns: readonly string[], bytes: Uint8Array): readonly Readonly<Record<string, Cell>>[] {
  // Written by our own reader of answers: a list of rows that are lists of values.
  const rows = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()) as unknown[][];
  const backwards = columns.map((name, index) => [name, index] as const).toReversed();
  return rows.map((row) => Object.fromEntries(backwards.map(([name, index]) => [name, cellOf(row[index])])));
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}
