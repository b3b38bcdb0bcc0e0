import type { Span } from '../../../base/index.ts';

/** A type as written in a cast: a name with types or numbers in parentheses. Names are in lower case. */
export interface TypeName {
  readonly name: string;
  readonly parameters: readonly (TypeName | number)[];
  /** `with time zone`. */
  readonly withTimeZone: boolean;
  /** Names of a row's fields, in the order of `parameters`; null where a field has none. */
  readonly fieldNames: readonly (string | null)[];
  readonly span: Span;
}
