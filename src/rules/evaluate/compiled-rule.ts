import type { Expression } from '../expression/index.ts';
import type { AlertRule, Severity } from '../form.ts';

/**
 * What a firing group of a rule is.
 * `event`: of `immediate`; each evaluation is an episode of its own, and none ends.
 * `new-events`: windows do not overlap, so that each firing is about events that nobody was told of.
 * `condition`: windows overlap, or are over when events happened; a firing goes on until it is over.
 */
export type CauseKind = 'event' | 'new-events' | 'condition';

/** A rule whose conditions were read. */
export interface CompiledRule {
  readonly rule: AlertRule;
  readonly causeKind: CauseKind;
  /** Groups are events, or told apart by an audit id: one that fired is told once for ever. */
  readonly isOncePerGroup: boolean;
  /** Each event is a group: an immediate search that groups by nothing. */
  readonly isPerEvent: boolean;
  /** Top-down: the first that holds is taken. */
  readonly severities: readonly {
    readonly severity: Severity;
    readonly condition: Expression | undefined;
    readonly countCondition: Expression | undefined;
  }[];
  /** How each query but the first is put to those before it. */
  readonly combine: readonly {
    readonly type: NonNullable<AlertRule['combine']>[number]['type'];
    readonly on: Expression | undefined;
  }[];
}
