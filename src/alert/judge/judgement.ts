import { createHash } from 'node:crypto';
import { fail, ok, type Result, worded } from '../../base/index.ts';
import {
  type Change,
  type CompiledRule,
  createFiller,
  type Evaluation,
  evaluateRule,
  type Instance,
  type QueryRows,
  stepInstances,
  type Window,
} from '../../rules/index.ts';
import type { Cause } from '../cause.ts';
import type { RuleContext } from '../rule-context.ts';
import type { RuleAnswer } from './answer.ts';
import { causeOf } from './causes.ts';

/** What an evaluation is judged by. Plain data: it crosses into a thread. */
export interface Judging {
  readonly compiled: CompiledRule;
  readonly answers: readonly RuleAnswer[];
  /** Its instances before, each as it is kept. */
  readonly before: readonly string[];
  /** Unix milliseconds. */
  readonly at: number;
  /** Tells the evaluation from all others of the rule; see `Moment`. */
  readonly step: string;
  readonly context: RuleContext;
  /** What the first query looked at. */
  readonly window: Window | undefined;
  /** Whether it is a part of what is looked at: where it holds nothing, another part does. */
  readonly isPart: boolean;
}

/** An instance as it is kept. */
export interface JudgedInstance extends Pick<Instance, 'fingerprint' | 'state'> {
  /** JSON. */
  readonly text: string;
}

/** A cause as it is kept. */
export interface JudgedCause extends Pick<Cause, 'key' | 'rule' | 'fingerprint' | 'status' | 'severity'> {
  readonly kind: Change['kind'];
  /** JSON of the Cause. */
  readonly text: string;
}

/** What an evaluation comes to. */
export interface Judgement {
  /** Of each answer. */
  readonly rows: readonly number[];
  readonly groups: number;
  /** There was more than was looked at. */
  readonly isCut: boolean;
  readonly faults: readonly string[];
  readonly instances: readonly JudgedInstance[];
  readonly causes: readonly JudgedCause[];
}

/** What the rows of all causes of an evaluation take, as UTF-8: where there are many causes, each keeps fewer. */
const rowBytes = { all: 8 << 20, least: 2 << 10 } as const;

/** Judges answers. Fails where they cannot be judged. */
export function judge(judging: Judging, answers: readonly QueryRows[]): Result<Judgement> {
  const { compiled, before, at, step, context, window, isPart } = judging;
  const evaluated = evaluateRule(compiled, answers);
  const evaluation: Evaluation = isPart ? { ...evaluated, isEmpty: false } : evaluated;
  const { failure: message } = evaluation;
  if (message !== undefined) return fail({ code: 'condition-unknown-column', severity: 'error', ...worded(message) });
  // Written by `judge`.
  const instances = before.map((text) => JSON.parse(text) as Instance);
  const stepped = stepInstances(compiled, instances, evaluation, { at, step, hash: sha256 });
  const { changes } = stepped;
  const most = Math.max(rowBytes.least, Math.floor(rowBytes.all / Math.max(changes.length, 1)));
  const facts = { compiled, fill: createFiller(compiled), context, window, evaluation, at, rowBytes: most };
  return ok({
    rows: answers.map(({ rows }) => rows.length),
    groups: evaluation.groups.length,
    isCut: evaluation.isCut,
    faults: evaluation.faults,
    instances: stepped.instances.map(judgedInstance),
    causes: changes.map((change) => judgedCause(change.kind, causeOf(change, facts))),
  });
}

/** The instance as it is kept. */
export function judgedInstance(instance: Instance): JudgedInstance {
  const { fingerprint, state } = instance;
  return { fingerprint, state, text: JSON.stringify(instance) };
}

function judgedCause(kind: Change['kind'], cause: Cause): JudgedCause {
  const { key, rule, fingerprint, status, severity } = cause;
  return { kind, key, rule, fingerprint, status, severity, text: JSON.stringify(cause) };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
