/** A change of a text: what stands from `from` to `to` (UTF-16 offsets) is replaced. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * A change that settles a finding. A `correction` writes what the author meant: every request that the policy was meant to decide is
 * decided so. An `advice` changes what is logged, so somebody has to want it.
 */
export interface Fix {
  readonly kind: 'correction' | 'advice';
  /** What it does, such as `remove the rule`. */
  readonly title: string;
  /** In any order; they do not overlap. */
  readonly edits: readonly TextEdit[];
}

/** Applies a fix to the text that was linted. */
export function applyFix(text: string, fix: Fix): string {
  let result = text;
  for (const { from, to, insert } of fix.edits.toSorted((a, b) => b.from - a.from || b.to - a.to))
    result = result.slice(0, from) + insert + result.slice(to);
  return result;
}
