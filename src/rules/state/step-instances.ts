import type { CompiledRule, Evaluation, Group } from '../evaluate/index.ts';
import { durationMs } from '../duration.ts';
import { severities, type Severity } from '../form.ts';
import type { Change, Instance, Moment, Step } from './instance.ts';

/** While answers are cut nothing ends, so that instances could gather without end. */
export const maxInstances = 10_000;

/**
 * Takes the instances of a rule one evaluation further. Only evaluations that came to an answer are steps: after a failed one (`failure` too) the
 * instances stay as they are. A cut answer begins and continues what it shows, and ends nothing. Of `isOncePerGroup` the same key may come
 * again: whoever takes causes takes it once.
 */
export function stepInstances(
  compiled: CompiledRule,
  before: readonly Instance[],
  evaluation: Evaluation,
  moment: Moment,
): Step {
  if (evaluation.failure !== undefined) return { instances: before, changes: [] };
  if (compiled.causeKind === 'event') return { instances: [], changes: eventsOf(compiled, evaluation, moment) };
  const stepper = new Stepper(compiled, evaluation, moment);
  const known = new Map(before.map((instance) => [instance.fingerprint, instance]));
  for (const group of evaluation.groups) {
    const fingerprint = fingerprintOf(compiled, group.identity, moment);
    const instance = known.get(fingerprint);
    known.delete(fingerprint);
    if (group.severity !== undefined) stepper.hold(fingerprint, group, group.severity, instance);
    else if (instance) stepper.miss(instance);
  }
  const noData = noDataFingerprint(compiled, moment);
  for (const instance of known.values()) if (instance.fingerprint !== noData) stepper.miss(instance);
  stepper.noData(noData, known.get(noData));
  return { instances: bounded(stepper.instances), changes: stepper.changes };
}

/** Each firing is an episode of its own, and none is kept. */
function eventsOf(compiled: CompiledRule, evaluation: Evaluation, moment: Moment): readonly Change[] {
  return evaluation.groups.flatMap((group): readonly Change[] => {
    if (group.severity === undefined) return [];
    const fingerprint = fingerprintOf(compiled, group.identity, moment);
    const instance = begun('group', fingerprint, group.labels, group.severity, moment);
    const firing = { ...instance, state: 'firing' as const, episode: episodeOf(compiled, fingerprint, moment) };
    const key = keyOf(compiled, fingerprint, moment);
    return [{ kind: 'fired', key, instance: firing, severity: group.severity, group }];
  });
}

function fingerprintOf({ rule }: CompiledRule, identity: string, { hash }: Moment): string {
  return hash(JSON.stringify([rule.name, identity])).slice(0, 32);
}

/** No group has this identity: theirs are JSON. */
function noDataFingerprint(compiled: CompiledRule, moment: Moment): string {
  return fingerprintOf(compiled, 'no data', moment);
}

function keyOf({ rule, isOncePerGroup }: CompiledRule, fingerprint: string, { step }: Moment): string {
  return isOncePerGroup ? `${rule.name}/${fingerprint}` : `${rule.name}/${fingerprint}/${step}`;
}

function episodeOf({ isOncePerGroup }: CompiledRule, fingerprint: string, { step }: Moment): string {
  return isOncePerGroup ? fingerprint : `${fingerprint}/${step}`;
}

function begun(
  kind: Instance['kind'],
  fingerprint: string,
  labels: Instance['labels'],
  severity: Severity,
  { at }: Moment,
): Instance {
  return { fingerprint, kind, labels, severity, state: 'pending', held: 0, episode: '', startedAt: at, toldAt: at };
}

function isHigher(severity: Severity, than: Severity): boolean {
  return severities.indexOf(severity) < severities.indexOf(than);
}

/** Collects what one evaluation makes of the instances of a rule. */
class Stepper {
  readonly instances: Instance[] = [];
  readonly changes: Change[] = [];
  readonly #compiled: CompiledRule;
  readonly #evaluation: Evaluation;
  readonly #moment: Moment;
  readonly #threshold: number;
  readonly #repeatMs: number;

  constructor(compiled: CompiledRule, evaluation: Evaluation, moment: Moment) {
    const { threshold, repeatInterval } = compiled.rule;
    this.#compiled = compiled;
    this.#evaluation = evaluation;
    this.#moment = moment;
    this.#threshold = threshold ?? 1;
    this.#repeatMs = repeatInterval === undefined ? Number.POSITIVE_INFINITY : durationMs(repeatInterval);
  }

  /** The condition of a group holds. */
  hold(fingerprint: string, group: Group, severity: Severity, before: Instance | undefined): void {
    const instance = this.#held(before ?? begun('group', fingerprint, group.labels, severity, this.#moment), severity);
    if (instance.state === 'pending') this.instances.push(instance);
    else if (before?.state !== 'firing') this.#begin('fired', instance, severity, group);
    else this.#goOn(before, instance, severity, group);
  }

  /** The condition of a group did not hold; where the answer is cut that is not known. */
  miss(instance: Instance): void {
    if (this.#evaluation.isCut) this.instances.push(instance);
    else this.#end(instance);
  }

  /** Rows end it also where there are more of them than were looked at. */
  noData(fingerprint: string, before: Instance | undefined): void {
    const { noData } = this.#compiled.rule;
    if (!noData) return;
    if (!this.#evaluation.isEmpty) {
      if (before) this.#end(before);
      return;
    }
    const labels = this.#compiled.rule.labels ?? {};
    const first = before ?? begun('no-data', fingerprint, labels, noData.severity, this.#moment);
    const instance = this.#held(first, noData.severity);
    if (instance.state === 'pending') this.instances.push(instance);
    else if (before?.state !== 'firing') this.#begin('noData', instance, noData.severity);
    else this.#repeat(before, instance, noData.severity);
  }

  #held(before: Instance, severity: Severity): Instance {
    const held = Math.min(before.held + 1, this.#threshold);
    const isFiring = before.state === 'firing' || held >= this.#threshold;
    return {
      ...before,
      held,
      state: isFiring ? 'firing' : 'pending',
      severity: before.held === 0 || isHigher(severity, before.severity) ? severity : before.severity,
      // The clock may have been set back: what is due is not put off by that.
      toldAt: Math.min(before.toldAt, this.#moment.at),
    };
  }

  #begin(kind: 'fired' | 'noData', instance: Instance, severity: Severity, group?: Group): void {
    const { at } = this.#moment;
    const episode = episodeOf(this.#compiled, instance.fingerprint, this.#moment);
    // An episode has the severities of its firings, not of what was pending before.
    this.#tell(kind, { ...instance, severity, episode, startedAt: at, toldAt: at }, severity, group);
  }

  #goOn(before: Instance, instance: Instance, severity: Severity, group: Group): void {
    if (this.#compiled.isOncePerGroup) this.instances.push(instance);
    else if (isHigher(severity, before.severity)) this.#tell('escalated', this.#told(instance), severity, group);
    else if (this.#compiled.causeKind === 'new-events') this.#tell('again', this.#told(instance), severity, group);
    else this.#repeat(before, instance, severity, group);
  }

  #repeat(before: Instance, instance: Instance, severity: Severity, group?: Group): void {
    if (this.#moment.at - Math.min(before.toldAt, this.#moment.at) < this.#repeatMs) this.instances.push(instance);
    else this.#tell('repeated', this.#told(instance), severity, group);
  }

  #told(instance: Instance): Instance {
    return { ...instance, toldAt: this.#moment.at };
  }

  #tell(kind: Change['kind'], instance: Instance, severity: Severity, group?: Group): void {
    this.instances.push(instance);
    const key = keyOf(this.#compiled, instance.fingerprint, this.#moment);
    this.changes.push({ kind, key, instance, severity, ...(group ? { group } : {}) });
  }

  #end(instance: Instance): void {
    if (instance.state !== 'firing' || this.#compiled.isOncePerGroup) return;
    const key = keyOf(this.#compiled, instance.fingerprint, this.#moment);
    this.changes.push({ kind: 'resolved', key, instance, severity: instance.severity });
  }
}

/** Those that told last stay; what is only pending goes first. */
function bounded(instances: readonly Instance[]): readonly Instance[] {
  if (instances.length <= maxInstances) return instances;
  const rank = ({ state, toldAt }: Instance): number => (state === 'firing' ? toldAt : -1);
  return instances.toSorted((a, b) => rank(b) - rank(a)).slice(0, maxInstances);
}
