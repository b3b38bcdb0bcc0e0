import type { ColumnName } from './columns.ts';

/**
 * Where a field's value is found.
 * - `text`: a column; the empty text is "absent".
 * - `number`: a nullable numeric column.
 * - `time`: a time column, shown as kube-apiserver writes it (RFC 3339, microseconds, Z).
 * - `json`: a column that holds compact JSON text; the empty text is "absent". Its members are addressed by their
 *   flattened path: `annotations.authorization.k8s.io/reason`, `requestObject.spec.nodeName`, `user.extra.x`.
 * - `object`: has no column of its own: it is put together from the fields whose names it prefixes.
 * - `auditID`: `audit_id`, or `audit_id_text` where the id is no UUID in lower case.
 * - `derived`: computed from others by the rule of that name; never part of what was received.
 * - `latency`: milliseconds from the receipt of the request to the stage; derived too, and a number.
 */
export type FieldSource =
  | { readonly kind: 'text' | 'number' | 'time' | 'json'; readonly column: ColumnName }
  | { readonly kind: 'object' | 'auditID' | 'latency' }
  | { readonly kind: 'derived'; readonly rule: DerivedRule };

export type DerivedRule =
  | 'exec-command'
  | 'client-name'
  | 'client-version'
  | 'service-account-namespace'
  | 'service-account-name'
  | 'pod'
  | 'node'
  | 'ram-uid'
  | 'actor'
  | 'request-path'
  | 'request-kind'
  | 'user-kind'
  | 'namespace-form'
  | 'name-form';

/** A field of the log as users name it in search, SQL and facets. */
export interface Field {
  readonly name: string;
  /** SLS's index type: `long` fields take comparisons and ranges; `text` and `json` are tokenised. */
  readonly type: 'text' | 'long' | 'json';
  readonly source: FieldSource;
  /** Whether it is no part of the event but stands beside it: what is searched without a field is not looked for in it. */
  readonly isBeside?: true;
  readonly doc: { readonly en: string; readonly zh: string; readonly ja: string };
}

/** Says whether a field is computed from others, and so no part of what was received. */
export function isDerived({ source }: Field): boolean {
  return source.kind === 'derived' || source.kind === 'latency';
}
