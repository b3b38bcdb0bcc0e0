import { fail, ok, type Result, worded } from '../../base/index.ts';
import {
  type Change,
  type CompiledRule,
  createFiller,
  type Evaluation,
  evaluateRule,
  type Instance,
  type QueryRows,
  type Severity,
  type Step,
  stepInstances,
} from '../../rules/index.ts';
import type { RuleAnswer } from './answer.ts';
import { sha256 } from './judgement.ts';

/** An evaluation of which nothing is kept: of the test of a rule. */
export interface Trying {
  readonly compiled: CompiledRule;
  readonly answers: readonly RuleAnswer[];
  /** Those before. */
  readonly instances: readonly Instance[];
  /** Unix milliseconds. */
  readonly at: number;
  readonly step: string;
}

/** A group that fires. */
export interface TriedGroup {
  readonly labels: Readonly<Record<string, string>>;
  readonly severity: Severity;
  /** In English, or as the rule has them. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface TriedOut {
  readonly instances: readonly Instance[];
  /** What would be told, and what goes on firing without being told again. */
  readonly firing: readonly TriedGroup[];
  readonly faults: readonly string[];
}

/** Tries an evaluation out. Fails where the answers cannot be judged. */
export function tryOut({ compiled, instances, at, step }: Trying, answers: readonly QueryRows[]): Result<TriedOut> {
  const evaluation = evaluateRule(compiled, answers);
  const { failure: message } = evaluation;
  if (message !== undefined) return fail({ code: 'condition-unknown-column', severity: 'error', ...worded(message) });
  const stepped = stepInstances(compiled, instances, evaluation, { at, step, hash: sha256 });
  const fill = createFiller(compiled);
  const faults = new Set(evaluation.faults);
  const firing = firingAfter(stepped, evaluation).map((one): TriedGroup => {
    const filled = fill(one);
    for (const fault of filled.faults) faults.add(fault);
    return { labels: one.instance.labels, severity: one.severity, annotations: filled.annotations['en'] ?? {} };
  });
  return ok({ instances: stepped.instances, firing, faults: [...faults] });
}

type Firing = Pick<Change, 'instance' | 'severity' | 'group'>;

function firingAfter({ changes, instances }: Step, { groups }: Evaluation): readonly Firing[] {
  const told = changes.filter(({ kind }) => kind !== 'resolved');
  const isTold = new Set(told.map(({ instance }) => instance.fingerprint));
  const byLabels = new Map(groups.toReversed().map((group) => [keyOf(group.labels), group]));
  const going = instances
    .filter(({ state, fingerprint }) => state === 'firing' && !isTold.has(fingerprint))
    .map((instance) => ({ instance, severity: instance.severity, group: byLabels.get(keyOf(instance.labels)) }));
  return [...told, ...going];
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
