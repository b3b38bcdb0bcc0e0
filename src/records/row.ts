import type { SQLOutputValue } from 'node:sqlite';
import { invariant } from '../base/index.ts';

/** A row as SQLite gives it. The schema is STRICT, so a column of another type is a bug of ours. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

export function text(row: Row, column: string): string {
  const value = row[column];
  invariant(typeof value === 'string', `column ${column} is text`);
  return value;
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  invariant(typeof value === 'number', `column ${column} is an integer`);
  return value;
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  invariant(value instanceof Uint8Array, `column ${column} is bytes`);
  return value;
}

export function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column);
}

export function optionalInteger(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : integer(row, column);
}

/** One of a few words that a CHECK of the schema holds the column to. */
export function oneOf<T extends string>(row: Row, column: string, words: readonly T[]): T {
  const value = text(row, column);
  const word = words.find((candidate) => candidate === value);
  invariant(word !== undefined, `column ${column} is one of ${words.join(', ')}`);
  return word;
}
