import type { KubeRelease } from '../kube-release.ts';
import { loadPolicy } from '../load/index.ts';
import { type Fix, type TextEdit, applyFix } from './edit/fix.ts';
import type { LintFinding } from './finding.ts';
import { lintPolicy } from './lint.ts';

/** A policy after its fixes. */
export interface FixedPolicy {
  readonly text: string;
  /** What was done, in order; the line is that of the text before the round in which it was done. */
  readonly applied: readonly { readonly code: string; readonly line: number; readonly title: string }[];
}

/** Rounds of linting and fixing: a fix may bring a finding to light that had nothing to hold on to. */
const mostRounds = 20;

/**
 * Applies the corrections that findings offer, and with `advice` what changes the log as well. Findings are settled together where their
 * changes are apart from each other, else one round after another. A finding that its own fix does not settle is not tried again.
 */
export function fixPolicy(
  text: string,
  { release, advice = false }: { readonly release?: KubeRelease | undefined; readonly advice?: boolean } = {},
): FixedPolicy {
  const applied: FixedPolicy['applied'][number][] = [];
  const tried = new Set<string>();
  let current = text;
  for (let round = 0; round < mostRounds; round++) {
    const chosen = chooseFixes(lintPolicy(current, release).findings, tried, advice);
    if (chosen.length === 0) break;
    const edits = chosen.flatMap(({ fix }) => fix.edits);
    const next = applyFix(current, { title: '', kind: 'correction', edits });
    // Text that kube-apiserver reads past may change its sense beside what is written anew.
    if (loadPolicy(current, release).policy && !loadPolicy(next, release).policy) break;
    current = next;
    applied.push(...chosen.map(({ code, line, fix }) => ({ code, line, title: fix.title })));
  }
  return { text: current, applied };
}

type Fixable = LintFinding & { readonly fix: Fix };

/** The findings whose fixes are applied in one round: of each that touches another, the first one. Advice waits for the corrections. */
function chooseFixes(findings: readonly LintFinding[], tried: Set<string>, advice: boolean): readonly Fixable[] {
  const open = findings.filter(
    (finding): finding is Fixable => finding.fix !== undefined && !tried.has(keyOf(finding)),
  );
  const corrections = open.filter(({ fix }) => fix.kind === 'correction');
  const candidates = corrections.length > 0 || !advice ? corrections : open;
  const taken = new Ranges();
  const chosen: Fixable[] = [];
  const seen = new Set<Fix>();
  for (const finding of candidates) {
    const isShared = seen.has(finding.fix);
    if (!isShared && !taken.add(finding.fix.edits)) continue;
    tried.add(keyOf(finding));
    seen.add(finding.fix);
    if (!isShared) chosen.push(finding);
    // A rule that is added or moved shifts what others go by.
    if (finding.fix.kind === 'advice') break;
  }
  return chosen;
}

function keyOf({ code, line, column, message }: LintFinding): string {
  return `${code} ${line}:${column} ${message}`;
}

/** Ranges of a text that changes have been promised for, by their begin. */
class Ranges {
  private readonly taken: TextEdit[] = [];

  /** Takes the ranges of edits unless one of them touches one that is taken. */
  add(edits: readonly TextEdit[]): boolean {
    const places = edits.map((edit) => this.placeOf(edit));
    if (places.includes(undefined)) return false;
    for (const edit of edits) this.taken.splice(this.placeOf(edit) ?? 0, 0, edit);
    return true;
  }

  /** Where a range belongs among those that are taken; undefined where it touches one of them. */
  private placeOf({ from, to }: TextEdit): number | undefined {
    let low = 0;
    let high = this.taken.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.taken[middle]?.from ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    const before = this.taken[low - 1];
    const behind = this.taken[low];
    return (before && before.to >= from) || (behind && behind.from <= to) ? undefined : low;
  }
}
