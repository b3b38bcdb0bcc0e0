import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Clock } from '../../platform/index.ts';
import type { AlertEvaluationOutcome, AlertInstance, Records } from '../../records/index.ts';
import type { Run } from '../../rules/index.ts';
import type { Cause } from '../cause.ts';
import { type JudgedCause, type Judgement, sha256 } from '../judge/index.ts';
import type { Notifier, Transaction } from '../notify/notifier.ts';
import type { Progresses, RuleProgress } from '../progress.ts';
import type { ActiveRule } from '../registry/index.ts';
import type { RuleContext } from '../rule-context.ts';
import { gapCause } from './gap.ts';
import { keepInstances } from './instances.ts';
import { newCauses, newJudgedCauses } from './new-causes.ts';

export interface KeeperNeeds {
  readonly records: Pick<Records, 'transaction'>;
  readonly progresses: Progresses;
  readonly notifier: Notifier;
  readonly clock: Pick<Clock, 'now'>;
}

/** An evaluation, and when it began in Unix milliseconds. */
interface Evaluated {
  readonly run: Run;
  readonly beganAt: number;
}

/** What the queries of a rule come to. */
export interface Answered extends Evaluated {
  readonly context: RuleContext;
  /** The instances that it was judged by. */
  readonly before: readonly AlertInstance[];
  readonly judgement: Judgement;
  /**
   * `whole`: all of what is due. `piece`: up to where it reaches, after which there is more that is due. `page`: some of what was received at once,
   * and the place of the rule stays where it is.
   */
  readonly extent: 'whole' | 'piece' | 'page';
}

export interface Skipped extends Evaluated {
  readonly context: RuleContext;
  /** Events that the rule's searches find in what was passed over; undefined where nobody knows. */
  readonly count: number | undefined;
}

export interface Problem extends Evaluated {
  readonly outcome: 'failed' | 'stopped';
  /** For people. */
  readonly message: string;
  /** JSON. */
  readonly scope: string;
}

/**
 * Keeps what came of an evaluation: the place of the rule, its instances, the history, the causes and what is to be told of them, all of it or
 * nothing. Where there are many causes they are kept some at a time, and the place of the rule with the last of them: what is amid it when the
 * process dies is evaluated again, over the same receipts, and finds those causes that are kept already under their keys. Each gives whether it was
 * kept: it is not where the rule was changed meanwhile. They throw what the records throw.
 */
export interface Keeper {
  answered(active: ActiveRule, answered: Answered): Promise<boolean>;
  skipped(active: ActiveRule, skipped: Skipped): boolean;
  problem(active: ActiveRule, problem: Problem): boolean;
}

/** Causes of one transaction: everybody else waits for it. */
const causesAtOnce = 100;

/** What is kept in a transaction. */
interface Kept {
  /** Undefined: it stays as it is. */
  readonly progress: RuleProgress | undefined;
  readonly causes: readonly Cause[];
}

/** Keeps something of a rule. Gives the causes that are new, or undefined where the rule was changed meanwhile. */
type Keep = (active: ActiveRule, change: (transaction: Transaction) => Kept) => readonly Cause[] | undefined;

/** Makes what keeps evaluations. */
export function createKeeper({ records, progresses, notifier, clock }: KeeperNeeds): Keeper {
  const keep: Keep = (active, change) => {
    const kept = records.transaction((transaction) => {
      if (!isCurrent(active, transaction)) return undefined;
      const { progress, causes } = change(transaction);
      notifier.take(transaction, causes);
      return { causes, commit: progress && progresses.put(transaction, active.name, progress).commit };
    });
    kept?.commit?.();
    if (kept && kept.causes.length > 0) notifier.wake();
    return kept?.causes;
  };

  return {
    answered: createAnswerKeeper({ keep, progresses, clock }),
    skipped: (active, skipped) => {
      const kept = keep(active, (transaction) => {
        const { run, context, count } = skipped;
        const at = clock.now();
        const before = progresses.get(active.name);
        const isTold = count !== 0 && before?.isGapTold !== true;
        const key = sha256(`gap ${active.name} ${run.through}`);
        const gap = isTold ? [gapCause(active, { context, run, count, at, key })] : [];
        const causes = newCauses(transaction, gap, at);
        const fired = firingOf(causes);
        if (count !== 0) keepHistory(transaction, active, { ...skipped, fired, at, outcome: 'gap', detail: { count } });
        const isGapTold = before?.isGapTold === true || isTold;
        return { causes, progress: { ...progressAfter(run, at), ...failingOf(before), isGapTold } };
      });
      return kept !== undefined;
    },
    problem: (active, { run, beganAt, outcome, message, scope }) => {
      const kept = keep(active, ({ alertEvaluations }) => {
        const { name } = active;
        const at = clock.now();
        const before = progresses.get(name) ?? progressAfter({ ...run, through: run.after }, 0);
        const failures = before.failures + (outcome === 'failed' ? 1 : 0);
        const detail = JSON.stringify({ message, failures });
        const { after, through } = run;
        const duration = at - beganAt;
        alertEvaluations.extend({ rule: name, at, duration, after, through, outcome, fired: 0, detail, scope });
        const isStopped = outcome === 'stopped';
        return { causes: [], progress: { ...before, evaluatedAt: at, failures, problem: message, isStopped } };
      });
      return kept !== undefined;
    },
  };
}

/** Makes what keeps an evaluation, some of its causes at a time. */
function createAnswerKeeper({
  keep,
  progresses,
  clock,
}: Pick<KeeperNeeds, 'progresses' | 'clock'> & { readonly keep: Keep }): Keeper['answered'] {
  function keepSome(active: ActiveRule, answered: Answered, some: readonly JudgedCause[]): number | undefined {
    const { run, context, before, judgement, extent } = answered;
    const { name, compiled } = active;
    const isOfThem = ofCauses(some);
    const kept = keep(active, (transaction) => {
      const at = clock.now();
      const causes = newJudgedCauses(transaction, some, { at, scope: JSON.stringify(context.scope) });
      const instances = { before: before.filter(isOfThem), after: judgement.instances.filter(isOfThem) };
      keepInstances(transaction, name, { ...instances, scope: context.scope, at });
      const known = progresses.get(name);
      // Whoever goes on has to look at the very same receipts, but where groups have the same key whenever they are looked at.
      const isBegun = extent !== 'page' && !compiled.isOncePerGroup && known !== undefined;
      const progress = isBegun ? { ...known, begun: { tick: run.tick, through: run.through } } : undefined;
      return { causes, progress };
    });
    return kept && firingOf(kept);
  }

  function keepRest(active: ActiveRule, answered: Answered, { rest, fired }: Rest): boolean {
    const { run, context, before, judgement, extent } = answered;
    const { name } = active;
    const kept = keep(active, (transaction) => {
      const at = clock.now();
      const causes = newJudgedCauses(transaction, rest, { at, scope: JSON.stringify(context.scope) });
      keepInstances(transaction, name, { before, after: judgement.instances, scope: context.scope, at });
      const all = fired + firingOf(causes);
      keepHistory(transaction, active, { ...answered, fired: all, at, detail: detailOf(judgement) });
      const sameTick = extent === 'piece' ? progresses.get(name) : undefined;
      return { causes, progress: extent === 'page' ? undefined : progressAfter(run, at, sameTick) };
    });
    return kept !== undefined;
  }

  return async (active, answered) => {
    let fired = 0;
    let rest = answered.judgement.causes;
    for (; rest.length > causesAtOnce; rest = rest.slice(causesAtOnce)) {
      const some = keepSome(active, answered, rest.slice(0, causesAtOnce));
      if (some === undefined) return false;
      fired += some;
      await yieldToOthers();
    }
    return keepRest(active, answered, { rest, fired });
  };
}

/** The causes that are kept last, and how many groups fire by those before them. */
interface Rest {
  readonly rest: readonly JudgedCause[];
  readonly fired: number;
}

/** Whether the rule is still the one that was evaluated. */
function isCurrent({ name, version }: ActiveRule, { alertRules }: Transaction): boolean {
  const kept = alertRules.find(name);
  return kept?.version === version && kept.isEnabled;
}

/** `before` where more is due at the same tick. */
function progressAfter({ through, tick }: Run, at: number, before?: RuleProgress): RuleProgress {
  return { through, tick: before?.tick ?? tick, evaluatedAt: at, failures: 0, isStopped: false };
}

/** Nothing was evaluated where something was passed over: a rule that fails fails still. */
function failingOf(before: RuleProgress | undefined): Partial<Pick<RuleProgress, 'failures' | 'problem'>> {
  return before && before.failures > 0 ? { failures: before.failures, problem: before.problem } : {};
}

function ofCauses(causes: readonly JudgedCause[]): (instance: { readonly fingerprint: string }) => boolean {
  const fingerprints = new Set(causes.map(({ fingerprint }) => fingerprint));
  return ({ fingerprint }) => fingerprints.has(fingerprint);
}

function firingOf(causes: readonly Cause[]): number {
  return causes.filter(({ status }) => status === 'firing').length;
}

function detailOf({ rows, groups, faults, isCut }: Judgement): Readonly<Record<string, unknown>> {
  return {
    rows,
    groups,
    ...(faults.length > 0 ? { faults } : {}),
    ...(isCut ? { isCut } : {}),
  };
}

interface History extends Evaluated {
  readonly context: RuleContext;
  /** Causes that are new and not over. */
  readonly fired: number;
  readonly at: number;
  /** Left out: whether something fired. */
  readonly outcome?: AlertEvaluationOutcome;
  readonly detail: Readonly<Record<string, unknown>>;
}

function keepHistory({ alertEvaluations }: Transaction, { name, rule }: ActiveRule, history: History): void {
  const { run, beganAt, context, fired, at, detail } = history;
  const outcome = history.outcome ?? (fired > 0 ? 'fired' : 'quiet');
  const { after, through } = run;
  const texts = { detail: JSON.stringify(detail), scope: JSON.stringify(context.scope) };
  const evaluation = { rule: name, at, duration: at - beganAt, after, through, outcome, fired, ...texts };
  // An immediate rule is evaluated several times a second.
  if (rule.immediate === true && outcome === 'quiet') alertEvaluations.extend(evaluation);
  else alertEvaluations.add(evaluation);
}
