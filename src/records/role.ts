import { invariant } from '../base/index.ts';
import { optionalText, type Row } from './row.ts';

export const roles = ['viewer', 'analyst', 'admin'] as const;

/** A viewer reads; an analyst also keeps queries and alerts; an admin may do everything. */
export type Role = (typeof roles)[number];

/** What a user or token is limited to; null is no limit. An empty list sees nothing. */
export interface Limits {
  /** Ids of clusters. */
  readonly clusters: readonly string[] | null;
  readonly namespaces: readonly string[] | null;
}

/** The limits of a row, from its columns `clusters` and `namespaces`. */
export function readLimits(row: Row): Limits {
  return { clusters: readList(row, 'clusters'), namespaces: readList(row, 'namespaces') };
}

function readList(row: Row, column: string): readonly string[] | null {
  const json = optionalText(row, column);
  if (json === undefined) return null;
  const value: unknown = JSON.parse(json);
  invariant(Array.isArray(value) && value.every((item) => typeof item === 'string'), `column ${column} is a list`);
  return value;
}

/** The value of a limit's column. */
export function writeList(list: readonly string[] | null): string | null {
  return list === null ? null : JSON.stringify(list);
}
