import type { Cell, AlertRule, Severity, Text } from '../../rules/index.ts';
import type { RuleContext } from '../rule-context.ts';

/** What holds, as a row: its values fill the texts. */
export type ConditionRow = Readonly<Record<string, Cell>>;

/**
 * Something that is wrong with the server itself, told as an alert: one file with its texts, and a line where they are put together. It is
 * judged as rules are, so that it is told once at its begin and once at its end, whatever dies when.
 */
export interface Condition {
  readonly rule: AlertRule;
  /** What holds by now; nothing where all is well. Undefined while nobody can tell, as while the engine is away: then nothing changes. */
  readonly ask: (signal: AbortSignal) => Promise<readonly ConditionRow[] | undefined>;
  /** What a row is about. Left out: the whole server, which callers without limits see. */
  readonly contextOf?: (labels: Readonly<Record<string, string>>) => RuleContext;
}

/** How often conditions are looked at. */
export const lookMs = 15_000;

export interface ConditionTexts {
  /** Begins with `whodunit-`, as no rule of a user may (`rules/read`). */
  readonly name: string;
  readonly displayName: Text;
  readonly severity: Severity;
  /** Columns that tell one such problem from another. */
  readonly groupBy?: readonly string[];
  /** In how many looks, one after another, it must hold; left out: one. */
  readonly threshold?: number;
  readonly title: Text;
  readonly desc: Text;
}

/** The rule of a condition: its begin and its end are told by the policy `default`, and stand in the message centre in any case. */
export function conditionRule({
  name,
  displayName,
  severity,
  groupBy = [],
  threshold = 1,
  title,
  desc,
}: ConditionTexts): AlertRule {
  return {
    kind: 'AlertRule',
    name,
    displayName,
    severity,
    groupBy: [...groupBy],
    threshold,
    // Looks overlap: what goes on is one problem.
    schedule: { every: `${lookMs / 1000}s` },
    window: '1m',
    sendResolved: true,
    annotations: { title, desc },
  };
}
