import type { Diagnostic } from '../base/index.ts';
import type { AlertRule } from '../rules/index.ts';
import type { RuleProgress } from './progress.ts';
import type { RegisteredRule } from './registry/index.ts';

/**
 * - `off`: not switched on. `broken`: cannot be read any more.
 * - `waiting`: switched on, and not evaluated yet. `ok`: evaluated, and nothing fires. `firing`: something does.
 * - `failing`: could not be evaluated the last time, and is tried again. `stopped`: its owner is gone, or may no longer have it run.
 */
export type RuleStatus = 'off' | 'broken' | 'waiting' | 'ok' | 'firing' | 'failing' | 'stopped';

/** A rule as lists show it. */
export interface RuleView {
  readonly name: string;
  /** Whether it comes with the product. One that somebody made in its place is their own. */
  readonly isBuiltIn: boolean;
  readonly isEnabled: boolean;
  /** Absent where it cannot be read any more: see `diagnostics`. */
  readonly rule: AlertRule | undefined;
  /** As it was written. */
  readonly source: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly version: number;
  /** The name of the caller for whom it runs. */
  readonly owner: string | undefined;
  readonly savedBy: string | undefined;
  /** Unix milliseconds, as are the times below. */
  readonly savedAt: number | undefined;
  readonly status: RuleStatus;
  /** Why it is failing or stopped. */
  readonly problem: string | undefined;
  readonly failures: number;
  readonly evaluatedAt: number | undefined;
  /** Undefined where it is not evaluated, or as events come in. */
  readonly nextAt: number | undefined;
  /** The receipt up to which everything was looked at, in Unix milliseconds; undefined where it is not evaluated. */
  readonly evaluatedThrough: number | undefined;
  /** Windows that it missed and catches up with, one after the other; 0 where it is on time. */
  readonly windowsLeft: number;
  /** Groups that fire. */
  readonly firing: number;
}

export interface RuleState {
  readonly progress: RuleProgress | undefined;
  readonly nextAt: number | undefined;
  readonly windowsLeft: number;
  readonly firing: number;
}

/** The rule with its state. */
export function viewOf(registered: RegisteredRule, { progress, nextAt, windowsLeft, firing }: RuleState): RuleView {
  const { name, origin, isEnabled, compiled, source, diagnostics, version, owner, savedBy, savedAt } = registered;
  return {
    name,
    isBuiltIn: origin === 'built-in',
    isEnabled,
    rule: compiled?.rule,
    source,
    diagnostics,
    version,
    owner: owner?.name,
    savedBy,
    savedAt,
    status: statusOf(registered, progress, firing),
    problem: isEnabled ? progress?.problem : undefined,
    failures: isEnabled ? (progress?.failures ?? 0) : 0,
    evaluatedAt: progress === undefined || progress.evaluatedAt === 0 ? undefined : progress.evaluatedAt,
    nextAt: isEnabled ? nextAt : undefined,
    evaluatedThrough: isEnabled && progress ? Math.floor(progress.through / 1000) : undefined,
    windowsLeft: isEnabled ? windowsLeft : 0,
    firing,
  };
}

function statusOf(
  { compiled, isEnabled }: RegisteredRule,
  progress: RuleProgress | undefined,
  firing: number,
): RuleStatus {
  if (!compiled) return 'broken';
  if (!isEnabled) return 'off';
  if (progress?.isStopped === true) return 'stopped';
  if ((progress?.failures ?? 0) > 0) return 'failing';
  if (firing > 0) return 'firing';
  return (progress?.evaluatedAt ?? 0) > 0 ? 'ok' : 'waiting';
}
