import { invariant } from '../base/index.ts';
import { integer, optionalText, type Row } from './row.ts';

export const roles = ['viewer', 'analyst', 'admin'] as const;

/** A viewer reads; an analyst also keeps queries and alerts; an admin may do everything. */
export type Role = (typeof roles)[number];

/** Of an API token: one for metrics reads them and nothing else. */
export const tokenRoles = [...roles, 'metrics'] as const;
export type TokenRole = (typeof tokenRoles)[number];

/** What a user or token is limited to; null is no limit. An empty list sees nothing. */
export interface Limits {
  /** Names. Whatever clusters are in them at the time of asking: a cluster that is moved comes into sight, or goes out of it, at once. */
  readonly projects: readonly string[] | null;
  /** Ids of clusters. Where both are limited, a cluster has to be in both. */
  readonly clusters: readonly string[] | null;
  readonly namespaces: readonly string[] | null;
  /** Whether request and response objects are seen. */
  readonly bodies: boolean;
}

/** Nobody is limited by these. */
export const noLimits: Limits = { projects: null, clusters: null, namespaces: null, bodies: true };

/** The limits of a row, from its columns `projects`, `clusters`, `namespaces` and `bodies`. */
export function readLimits(row: Row): Limits {
  return {
    projects: readList(row, 'projects'),
    clusters: readList(row, 'clusters'),
    namespaces: readList(row, 'namespaces'),
    bodies: integer(row, 'bodies') === 1,
  };
}

/** A column that holds a list as JSON, or NULL for all. */
export function readList(row: Row, column: string): readonly string[] | null {
  const json = optionalText(row, column);
  if (json === undefined) return null;
  const value: unknown = JSON.parse(json);
  invariant(Array.isArray(value) && value.every((item) => typeof item === 'string'), `column ${column} is a list`);
  return value;
}

/** The values of the columns `projects`, `clusters`, `namespaces` and `bodies`. */
export function writeLimits(limits: Limits): [string | null, string | null, string | null, number] {
  const { projects, clusters, namespaces, bodies } = limits;
  return [writeList(projects), writeList(clusters), writeList(namespaces), Number(bodies)];
}

/** The value of such a column. */
export function writeList(list: readonly string[] | null): string | null {
  return list === null ? null : JSON.stringify(list);
}
