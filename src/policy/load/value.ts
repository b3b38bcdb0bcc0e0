import type { Span } from '../../base/index.ts';

/** A member of an object; `key` is where its name stands. */
export interface Member {
  readonly name: string;
  readonly key: Span;
  readonly value: Value;
}

/**
 * A JSON value that knows where it stands in the file. An alias shares the value of its anchor, so a tree is as small as the
 * file; whoever walks it unfolds it, within the bound that the reader held.
 */
export type Value = Span &
  (
    | { readonly kind: 'null' }
    | { readonly kind: 'bool'; readonly value: boolean }
    /** `text` is the number as Go's encoding/json writes it. */
    | { readonly kind: 'number'; readonly text: string }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'array'; readonly items: readonly Value[] }
    /** As written, a repeated name at its first place with its last value. Names are unique. */
    | { readonly kind: 'object'; readonly members: readonly Member[] }
  );

/** A name that an object holds more than once. */
export interface Duplicate {
  readonly name: string;
  /** Where the later one's value stands. */
  readonly at: Span;
  /** Where the later one's name stands. */
  readonly key: Span;
  /** The path of the object, such as `rules[0]`. */
  readonly path: string;
}
