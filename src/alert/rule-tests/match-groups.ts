import type { TriedGroup } from '../judge/index.ts';
import type { RuleTest } from './test-events.ts';

export type ExpectedGroup = RuleTest['expect'][number];

/** A group that fires. */
export type FoundGroup = TriedGroup;

export interface Difference {
  /** Expected, and no group that fires is like it. */
  readonly missing: readonly ExpectedGroup[];
  /** Fires, and is not expected. */
  readonly unexpected: readonly FoundGroup[];
}

/** Gives each expected group one that fires, as many as possible; what is left over on either side is the difference. */
export function differenceOf(expected: readonly ExpectedGroup[], found: readonly FoundGroup[]): Difference {
  /** For each group that fires, the expected one that has it. */
  const takenBy = new Map<number, number>();

  /** Finds a group for an expected one, moving others where that makes room. */
  function place(want: number, tried: Set<number>): boolean {
    for (const [index, group] of found.entries()) {
      if (tried.has(index) || !isLike(group, expected[want])) continue;
      tried.add(index);
      const holder = takenBy.get(index);
      if (holder !== undefined && !place(holder, tried)) continue;
      takenBy.set(index, want);
      return true;
    }
    return false;
  }

  const missing = expected.filter((_, want) => !place(want, new Set()));
  return { missing, unexpected: found.filter((_, index) => !takenBy.has(index)) };
}

function isLike(group: FoundGroup, expected: ExpectedGroup | undefined): boolean {
  const { labels = {}, annotations = {}, severity = group.severity } = expected ?? {};
  return severity === group.severity && includes(group.labels, labels) && includes(group.annotations, annotations);
}

function includes(all: Readonly<Record<string, string>>, some: Readonly<Record<string, string>>): boolean {
  return Object.entries(some).every(([name, value]) => all[name] === value);
}
