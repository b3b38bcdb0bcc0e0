import type { Text } from '../../base/index.ts';
import type { Severity } from '../form.ts';

/** More rows of a group are counted and not kept. */
export const maxKeptRows = 100;
/** More groups of an evaluation are not looked at. */
export const maxGroups = 10_000;

/** Rows that belong together, and what the conditions say of them. */
export interface Group {
  /** What tells the group from the others of its rule, whatever the values are cut to. */
  readonly identity: string;
  /** The rule's own, and those of `groupBy`; a value has 1,024 characters at most. */
  readonly labels: Readonly<Record<string, string>>;
  /**
   * The first 100 that match, or of all where a condition is on their number and none does; none where no condition holds. By name, as texts
   * of 1,024 characters at most.
   */
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly rowCount: number;
  /** For the condition that holds; where none does, for the first. */
  readonly matchedCount: number;
  /** `__count__`, `__pass_count__`, `__0_count__` and so on, as texts name them. */
  readonly counts: Readonly<Record<string, number>>;
  /** Of the first condition that holds; undefined where none does. */
  readonly severity: Severity | undefined;
}

/** What the answers of a rule's queries come to. */
export interface Evaluation {
  /** With `severity` and without; at most 10,000. */
  readonly groups: readonly Group[];
  /** There was no row at all, in a whole answer. */
  readonly isEmpty: boolean;
  /** There was more than was looked at: what is not among `groups` may hold all the same. */
  readonly isCut: boolean;
  /** What went wrong in some rows and was passed over, for people: each once, a few at most. */
  readonly faults: readonly string[];
  /** Why the answers could not be judged at all, such as a condition on a column that they do not have: the evaluation failed. */
  readonly failure?: Text | undefined;
}
