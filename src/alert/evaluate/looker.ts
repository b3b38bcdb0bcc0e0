import type { Caller } from '../../access/index.ts';
import { type Analysis, refusalOf } from '../../analysis/index.ts';
import { fail, ok, type Result, said, worded } from '../../base/index.ts';
import type { Logger } from '../../platform/index.ts';
import type { Records } from '../../records/index.ts';
import type { Run, Window } from '../../rules/index.ts';
import type { Judge } from '../judge/index.ts';
import type { ActiveRule } from '../registry/index.ts';
import type { RuleContext } from '../rule-context.ts';
import { askQueries, type Reach } from './ask.ts';
import type { Answered } from './keeper.ts';

export interface LookerNeeds {
  readonly records: Pick<Records, 'alertInstances'>;
  readonly analysis: Pick<Analysis, 'statement' | 'describe'>;
  readonly judge: Judge;
  readonly logger: Logger;
}

/** A rule that is looked at for its owner. */
export interface Looking {
  readonly active: ActiveRule;
  readonly caller: Caller;
  readonly context: RuleContext;
  readonly run: Run;
  readonly signal: AbortSignal;
  /** Unix milliseconds. */
  readonly beganAt: number;
}

/** Over what a rule is looked at, and how much of it. */
export interface Look {
  /** Of each query. */
  readonly windows: readonly Window[];
  readonly reach: Reach;
  /** Whether it is a part of what is looked at. */
  readonly isPart: boolean;
}

/** What a rule comes to, and by which instances it was judged. */
export type Found = Pick<Answered, 'before' | 'judgement'>;

/** Asks the queries of a rule, and has what they answer judged. */
export interface Looker {
  look(looking: Looking, look: Look): Promise<Result<Found>>;
  /** What a user or the engine refuses is a failure; whatever else is thrown is one as well, and is logged. */
  caught<T>(looking: Pick<Looking, 'active' | 'signal'>, work: () => Promise<Result<T>>): Promise<Result<T>>;
}

export function createLooker({ records, analysis, judge, logger }: LookerNeeds): Looker {
  async function caught<T>(
    { active, signal }: Pick<Looking, 'active' | 'signal'>,
    work: () => Promise<Result<T>>,
  ): Promise<Result<T>> {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const refusal = refusalOf(error);
      if (!refusal) logger.error({ err: error, rule: active.name }, 'cannot evaluate a rule');
      const message = refusal?.text ?? said`the engine could not answer`;
      return fail({ code: refusal?.code ?? 'internal', severity: 'error', ...worded(message) });
    }
  }

  return {
    caught,
    look: (looking, { windows, reach, isPart }) =>
      caught(looking, async () => {
        const { active, caller, context, run, signal } = looking;
        const { name: turn, compiled } = active;
        const asked = { compiled, caller, windows, nowMicros: run.tick * 1000, signal, turn, reach };
        const answers = await askQueries(analysis, asked);
        if (!answers.ok) return answers;
        const before = await records.alertInstances.ofRule(active.name);
        const texts = before.map(({ instance }) => instance);
        const [window] = windows;
        const evaluated = { compiled, answers: answers.value, before: texts, context, window, isPart };
        const moment = { at: run.tick, step: stepOf(run, window) };
        const judgement = await judge.judge({ ...evaluated, ...moment }, { turn, signal });
        return judgement.ok ? ok({ before, judgement: judgement.value }) : judgement;
      }),
  };
}

/** What tells an evaluation from all others of its rule, also when it is done again. */
function stepOf({ tick, through }: Run, window: Window | undefined): string {
  return window?.kind === 'event' ? `at ${tick}` : `through ${through}`;
}
