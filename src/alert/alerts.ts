import type { Caller } from '../access/index.ts';
import { type Analysis, readRange } from '../analysis/index.ts';
import { AppError, ok, type Result, said } from '../base/index.ts';
import type { Clock, Closeable, Logger, Registry as MetricsRegistry } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import { compileRule, type ReadRule } from '../rules/index.ts';
import type { EventStream } from '../stream/index.ts';
import { checkRules } from './check-rules.ts';
import { type Condition, failingRules, watchConditions } from './conditions/index.ts';
import { createEvaluator, type EvaluationStep } from './evaluate/index.ts';
import { createHistory, type History } from './history.ts';
import { createJudge } from './judge/index.ts';
import { createAlertMetrics } from './metrics.ts';
import type { Notifier } from './notify/notifier.ts';
import type { Policies } from './notify/policies.ts';
import type { Silences } from './notify/silences.ts';
import { openProgresses } from './progress.ts';
import type { ReceiptClock } from './receipts.ts';
import { isOwnedBy, openRegistry, readBuiltInRules } from './registry/index.ts';
import { type Replay, type ReplayNeeds, replayRule } from './replay/index.ts';
import { createRuleChanges } from './rule-changes.ts';
import { createRuleTexts, type RuleText, type RuleTexts } from './rule-texts.ts';
import type { RuleView } from './rule-view.ts';
import { createTextKeeper } from './text-keeper.ts';
import { keepTidy } from './tidy.ts';
import { createVisibleRules } from './visible-rules.ts';
import { type Immediate, type Scheduler, startImmediate, startScheduler } from './schedule/index.ts';

export interface AlertsNeeds {
  readonly records: Records;
  readonly analysis: Analysis;
  readonly stream: Pick<EventStream, 'onAdvance'>;
  readonly receipts: ReceiptClock;
  readonly notifier: Notifier;
  readonly policies: Pick<Policies, 'putWithin'>;
  readonly silences: Pick<Silences, 'addWithin'>;
  readonly registry: MetricsRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of schedules that name none; an IANA name. */
  readonly timeZone: string;
  /** The folder of the rules that come with the product. */
  readonly builtIn: string;
  /** What may be wrong with the server besides its rules, which is told as alerts. */
  readonly conditions: readonly Condition[];
  /** Resolves when events can be asked for: evaluating begins then. */
  readonly whenReady: Promise<unknown>;
  readonly onStep?: ((step: EvaluationStep) => void) | undefined;
}

export interface RulesToReplay extends Pick<RuleText, 'caller' | 'signal'> {
  readonly rules: readonly Pick<ReadRule, 'rule'>[];
  /** RFC 3339, Unix seconds, or relative to now. */
  readonly from: string | number;
  readonly to: string | number;
}

export interface ReplayedRule extends Replay {
  readonly name: string;
}

/**
 * Rules and what becomes of them. Whoever makes, changes or enables a rule is its owner from then on, and it runs within their scope. Throws
 * AppError: `not-found` for a rule that the caller does not see, `conflict` where there are too many.
 */
export interface Alerts extends Closeable {
  readonly history: History;
  rules(caller: Caller): Promise<readonly RuleView[]>;
  rule(name: string, caller: Caller): Promise<RuleView>;
  /** Makes rules, and changes them. One that somebody has switched off stays so; others are switched on. */
  readonly texts: RuleTexts;
  /** Whether rules are evaluated: nobody is told of anything where they are not. */
  isEvaluating(): boolean;
  /** Evaluates rules over what happened in a range, and keeps nothing of it. Throws AppError `bad-request` for a range that is none. */
  replay(replaying: RulesToReplay): Promise<Result<readonly ReplayedRule[]>>;
  /** Switches rules on or off. What fires of one that is switched off is over. */
  enable(names: readonly string[], isEnabled: boolean, caller: Caller): Promise<readonly RuleView[]>;
  /** Removes a rule that somebody made; of one that was made in its place the built-in one is there again, switched off. */
  delete(name: string, caller: Caller): Promise<void>;
}

/** Reads the rules, and evaluates those that are switched on until it is closed. */
export async function createAlerts(needs: AlertsNeeds): Promise<Alerts> {
  const { records, clock, logger } = needs;
  const builtIn = await readBuiltInRules(needs.builtIn);
  for (const { file, diagnostics } of builtIn.problems)
    logger.error({ file, diagnostics }, 'a rule that comes with the product cannot be read');
  const registry = await openRegistry(records, builtIn);
  const progresses = await openProgresses(records);
  needs.receipts.atLeast(progresses.farthest());
  const metrics = createAlertMetrics(needs.registry, {
    ...records,
    windowsLeft: () => evaluating.allWindowsLeft(),
  });
  const judge = createJudge(clock);
  const evaluator = createEvaluator({ ...needs, progresses, metrics, judge });
  const common = { ...needs, registry, progresses, evaluator, random: Math.random };
  const evaluating = evaluateWhenReady(needs.whenReady, () => {
    const immediate = startImmediate({ ...common, onRound: (rules, seconds) => metrics.round(rules, seconds) });
    return { scheduler: startScheduler(common), immediate };
  });
  const troubles = failingRules(() =>
    registry
      .list()
      .filter(({ isEnabled }) => isEnabled)
      .map(({ name }) => {
        const { failures = 0, isStopped = false, problem } = progresses.get(name) ?? {};
        return { rule: name, failures, isStopped, problem };
      }),
  );
  const watch = watchConditions(needs, [...needs.conditions, troubles]);
  const tidy = keepTidy({ records, clock, logger });
  const changes = createRuleChanges({ ...needs, registry, progresses, onChange: () => evaluating.changed() });
  const visible = createVisibleRules({ ...needs, registry, progresses, ...evaluating });

  return {
    history: createHistory(records),
    rules: (caller) => visible.list(caller),
    rule: async (name, caller) => visible.view(await visible.find(name, caller)),
    texts: createRuleTexts(records, {
      check: (rules, given) => checkRules(needs.analysis, rules, given),
      find: async (name, caller) => visible.view(await visible.find(name, caller)),
      keep: createTextKeeper({ ...needs, registry, visible, changes }),
    }),
    isEvaluating: () => evaluating.isGoingOn() && isSettled(needs),
    replay: (replaying) => replayAll({ ...needs, judge }, replaying),
    async enable(names, isEnabled, caller) {
      const found = await Promise.all(names.map((name) => visible.find(name, caller)));
      changes.put(
        found
          // Whoever switches on what has stopped, or runs for somebody else, has it run for themselves.
          .filter((rule) => {
            const isStopped = progresses.get(rule.name)?.isStopped === true;
            return rule.isEnabled !== isEnabled || (isEnabled && (isStopped || !isOwnedBy(rule, caller)));
          })
          .map(({ name, origin, source }) => ({
            name,
            yaml: origin === 'own' ? source : undefined,
            isEnabled,
            caller,
          })),
        () => undefined,
      );
      return visible.views(names);
    },
    async delete(name, caller) {
      const registered = await visible.find(name, caller);
      if (registered.version === 0)
        throw new AppError('conflict', said`cannot delete rule "${name}": it comes with the product`);
      changes.remove(registered);
    },
    async close() {
      tidy.close();
      await Promise.all([watch.close(), evaluating.close()]);
      await judge.close();
    },
  };
}

/** Receipts that are not settled for so long are looked at by nobody: the engine is away, or takes nothing. */
const settledMs = 5 * 60_000;

function isSettled({ receipts, clock }: Pick<AlertsNeeds, 'receipts' | 'clock'>): boolean {
  const through = receipts.settledThrough();
  return through !== undefined && clock.now() - through / 1000 <= settledMs;
}

async function replayAll(
  needs: ReplayNeeds & { readonly clock: Clock },
  { rules, from, to, caller, signal }: RulesToReplay,
): Promise<Result<readonly ReplayedRule[]>> {
  const range = readRange(from, to, needs.clock.nowMicros());
  const replayed: ReplayedRule[] = [];
  for (const { rule } of rules) {
    const compiled = compileRule(rule);
    if (!compiled.ok) return compiled;
    const replay = await replayRule(needs, { compiled: compiled.value, range, caller, signal });
    if (!replay.ok) return replay;
    replayed.push({ name: rule.name, ...replay.value });
  }
  return ok(replayed);
}

/** Starts what evaluates rules once it may, unless that is closed by then. */
function evaluateWhenReady(
  whenReady: Promise<unknown>,
  start: () => { readonly scheduler: Scheduler; readonly immediate: Immediate },
): Omit<Scheduler, 'isStalled'> & { isGoingOn(): boolean } {
  let started: ReturnType<typeof start> | undefined;
  let isClosed = false;
  void whenReady.then(
    () => {
      if (!isClosed) started = start();
    },
    // A store that cannot be used is said where it is opened.
    () => undefined,
  );
  return {
    changed() {
      started?.scheduler.changed();
      started?.immediate.changed();
    },
    nextAt: (rule) => started?.scheduler.nextAt(rule),
    windowsLeft: (rule) => started?.scheduler.windowsLeft(rule) ?? 0,
    allWindowsLeft: () => started?.scheduler.allWindowsLeft() ?? 0,
    isGoingOn: () => started !== undefined && !started.scheduler.isStalled() && !started.immediate.isStalled(),
    async close() {
      isClosed = true;
      await Promise.all([started?.scheduler.close(), started?.immediate.close()]);
    },
  };
}
