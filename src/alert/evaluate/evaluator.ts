import { ownerCaller } from '../../access/index.ts';
import type { Analysis } from '../../analysis/index.ts';
import { ok, type Result, words } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { Records } from '../../records/index.ts';
import type { Run, Window } from '../../rules/index.ts';
import type { AlertMetrics } from '../metrics.ts';
import type { ActiveRule } from '../registry/index.ts';
import { contextOf } from '../rule-context.ts';
import { queriesOf } from '../rule-queries.ts';
import { evaluateInPieces, isDivisible, lookFurther, type Steps } from './divide.ts';
import { createKeeper, type KeeperNeeds, type Problem } from './keeper.ts';
import { createLooker, type LookerNeeds, type Looking } from './looker.ts';

export interface EvaluatorNeeds extends KeeperNeeds, LookerNeeds {
  readonly records: Pick<Records, 'clusters' | 'users' | 'apiTokens' | 'alertInstances' | 'transaction'>;
  readonly analysis: Pick<Analysis, 'statement' | 'describe' | 'countMatches'>;
  readonly metrics: AlertMetrics;
  readonly clock: Pick<Clock, 'now' | 'nowMicros'>;
  /** Told of each step of an evaluation; crash tests ask for it. */
  readonly onStep?: ((step: EvaluationStep) => void) | undefined;
}

/** Where a process may die: before anything of an evaluation is on disk, and right after all of it is. */
export type EvaluationStep = 'rule-evaluated' | 'evaluation-kept';

export interface Skipping {
  readonly run: Run;
  readonly signal: AbortSignal;
}

export interface Evaluating extends Skipping {
  /** Of each query. */
  readonly windows: readonly Window[];
}

/**
 * `done`: all of it is on disk. `failed`: what came before the failure is, and that it failed, and the rest is to be done again over the same
 * receipts. `stopped`: the owner is gone or limited. `changed`: the rule was changed meanwhile, and the rest is not kept.
 */
export type EvaluationOutcome = 'done' | 'failed' | 'stopped' | 'changed';

/** Evaluates rules, for their owners as they are by then. It rejects where the records do, and where the signal is aborted. */
export interface Evaluator {
  /**
   * Evaluates a rule once. Where its groups are single events, and there are more of them than are looked at together, piece by piece, so that
   * none is left out. One evaluation of a rule at a time.
   */
  evaluate(active: ActiveRule, evaluating: Evaluating): Promise<EvaluationOutcome>;
  /** Passes over what was missed for too long, and tells how much of it the rule's searches find. */
  skip(active: ActiveRule, skipping: Skipping): Promise<EvaluationOutcome>;
}

/** Makes what evaluates rules. */
export function createEvaluator(needs: EvaluatorNeeds): Evaluator {
  const { records, analysis, clock, metrics } = needs;
  const keeper = createKeeper(needs);
  const looker = createLooker(needs);

  function failed({ active, run, beganAt, caller }: Looking, { diagnostics }: Result<unknown>): EvaluationOutcome {
    const message = diagnostics[0]?.message ?? words`it was refused`;
    return keepProblem(active, { run, beganAt, outcome: 'failed', message, scope: JSON.stringify(caller.scope) });
  }

  function keepProblem(active: ActiveRule, problem: Problem): EvaluationOutcome {
    return keeper.problem(active, problem) ? problem.outcome : 'changed';
  }

  /** Does something for the owner of a rule; keeps why it cannot be done. */
  async function forOwner(
    active: ActiveRule,
    { run, signal }: Skipping,
    task: (looking: Looking) => Promise<EvaluationOutcome>,
  ): Promise<EvaluationOutcome> {
    const beganAt = clock.now();
    const owner = await ownerCaller({ records, clock }, active.owner, { permission: 'keep' });
    if (!owner.ok) {
      const message = lossTexts[owner.reason];
      return keepProblem(active, { run, beganAt, outcome: 'stopped', message, scope: JSON.stringify(everything) });
    }
    const { caller } = owner;
    const nothing = { clusters: [], project: undefined, scope: caller.scope };
    const looking = { active, caller, context: nothing, run, signal, beganAt };
    const context = await looker.caught(looking, async () => ok(await contextOf(records, active.rule, caller)));
    return context.ok ? task({ ...looking, context: context.value }) : failed(looking, context);
  }

  const steps: Steps = {
    look: (looking, look) => looker.look(looking, look),
    keep: async (looking, found, extent) => {
      if (!found.ok) return failed(looking, found);
      needs.onStep?.('rule-evaluated');
      const { active, run, context, beganAt } = looking;
      if (found.value.judgement.isCut) metrics.cut();
      const isKept = await keeper.answered(active, { run, context, beganAt, ...found.value, extent });
      if (isKept) needs.onStep?.('evaluation-kept');
      return isKept ? 'done' : 'changed';
    },
  };

  return {
    evaluate: (active, evaluating) => {
      const { windows, run } = evaluating;
      const isInPieces = isDivisible(active, evaluating);
      const evaluated = forOwner(active, evaluating, (looking) =>
        isInPieces ? evaluateInPieces(steps, looking) : evaluateWhole(steps, looking, windows),
      );
      return measured(needs, run, evaluated);
    },
    skip: (active, skipping) => {
      const { run, signal } = skipping;
      const range = { kind: 'received', fromMicros: run.after + 1, toMicros: run.through + 1 } as const;
      const [query] = queriesOf(active.rule);
      const skipped = forOwner(active, skipping, async (looking) => {
        const { caller, context, beganAt } = looking;
        const counted = await looker.caught(looking, async () => {
          if (!query) return ok<number | undefined>(0);
          const [count] = await analysis.countMatches({ searches: [{ caller, ...query }], range, signal });
          return ok(count);
        });
        if (!counted.ok) return failed(looking, counted);
        needs.onStep?.('rule-evaluated');
        const isKept = keeper.skipped(active, { run, context, count: counted.value, beganAt });
        if (isKept) needs.onStep?.('evaluation-kept');
        return isKept ? 'done' : 'changed';
      });
      return measured(needs, run, skipped);
    },
  };
}

/** All at once: conditions are on what was received together. What is beyond as much as may be looked at is said. */
async function evaluateWhole(steps: Steps, looking: Looking, windows: readonly Window[]): Promise<EvaluationOutcome> {
  const usual = await steps.look(looking, { windows, reach: 'usual', isPart: false });
  return steps.keep(looking, await lookFurther(steps, looking, { windows, isPart: false, usual }), 'whole');
}

async function measured(
  { metrics, clock }: EvaluatorNeeds,
  run: Run,
  work: Promise<EvaluationOutcome>,
): Promise<EvaluationOutcome> {
  const begin = performance.now();
  const outcome = await work;
  metrics.evaluated(outcome, (performance.now() - begin) / 1000);
  if (outcome === 'done') metrics.lag((clock.nowMicros() - run.through) / 1_000_000);
  return outcome;
}

const everything = { clusterIds: null, namespaces: null, bodies: true };

const lossTexts = {
  gone: words`its owner was deleted`,
  disabled: words`the token of its owner is over`,
  limited: words`its owner may no longer keep alerts`,
} as const;
