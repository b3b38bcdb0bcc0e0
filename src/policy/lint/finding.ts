import type { Diagnostic } from '../../base/index.ts';
import type { Fix } from './edit/fix.ts';

/** Something that is wrong, risky or wasteful in a policy. */
export interface LintFinding extends Diagnostic {
  /** Index of the rule from 0, or null for the policy as a whole. */
  readonly rule: number | null;
  readonly line: number;
  readonly column: number;
  readonly hint: string;
  readonly fix?: Fix;
}

/** The answer of `policy lint`. */
export interface LintAnswer {
  readonly findings: readonly LintFinding[];
}
