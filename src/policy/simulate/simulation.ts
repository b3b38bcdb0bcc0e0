import { type AuditEventLike, requestOfEvent } from '../audit-event.ts';
import { type Evaluator, compilePolicy } from '../evaluate.ts';
import { type DetectionCoverage, DetectionCounter } from '../coverage/index.ts';
import type { LoadedPolicy } from '../load/index.ts';
import { type Level, type Policy, levels } from '../model.ts';
import { type Applied, applyDecision } from './applied-size.ts';
import { BodyEstimate, type MissingBodies } from './missing-bodies.ts';
import { Breakdown, type Change, type Volume } from './volume.ts';

/** What one rule takes: of the `events` that it decides it writes so many, in so many `bytes`. */
export interface RuleVolume {
  readonly index: number;
  readonly line: number;
  readonly events: number;
  readonly written: number;
  readonly bytes: number;
  /** What was there before of the events that it decides. */
  readonly before: Volume;
}

type Named = Change & { readonly name: string };

/** The answer of `policy simulate`. */
export interface SimulationAnswer {
  readonly events: { readonly before: number; readonly after: number };
  readonly bytes: { readonly before: number; readonly after: number };
  /** Events by the level that the policy decides; None is what it drops. */
  readonly levels: Readonly<Record<Level, number>>;
  readonly rules: readonly RuleVolume[];
  /** Events that no rule matches. */
  readonly unmatched: number;
  readonly users: readonly Named[];
  readonly verbs: readonly Named[];
  readonly resources: readonly Named[];
  readonly detections: readonly DetectionCoverage[];
  readonly unknown: {
    readonly requestBodies: MissingBodies;
    readonly responseBodies: MissingBodies;
    /** What the numbers leave out, as sentences. */
    readonly notes: readonly string[];
  };
}

/** A replay of events through a policy. */
export interface Simulation {
  /** Takes an event; `bytes` is its size as it was received. */
  add(event: AuditEventLike, bytes: number): void;
  /** The numbers so far. */
  result(): SimulationAnswer;
}

type Valid = LoadedPolicy & { readonly policy: Policy };

/** Narrows a loaded policy to one that kube-apiserver accepts. */
export function isValid(loaded: LoadedPolicy): loaded is Valid {
  return loaded.policy !== undefined;
}

/**
 * Starts a replay. Before is what was recorded, or with `against` what that policy would have written of it; after is what the
 * policy writes. What was never recorded cannot come back, so a higher level than the recorded one adds nothing but a number
 * of missing bodies with an estimate.
 */
export function createSimulation(loaded: Valid, against?: Valid): Simulation {
  return new Replay(loaded, against);
}

class Replay implements Simulation {
  private readonly loaded: Valid;
  private readonly evaluator: Evaluator;
  private readonly against: Evaluator | undefined;
  private readonly total = { before: { events: 0, bytes: 0 }, after: { events: 0, bytes: 0 } };
  private readonly levels: Record<Level, number> = { None: 0, Metadata: 0, Request: 0, RequestResponse: 0 };
  private readonly rules: {
    events: number;
    written: number;
    bytes: number;
    before: { events: number; bytes: number };
  }[];
  private readonly users = new Breakdown();
  private readonly verbs = new Breakdown();
  private readonly resources = new Breakdown();
  private readonly detections = new DetectionCounter();
  private readonly requestBodies = new BodyEstimate('requestObject');
  private readonly responseBodies = new BodyEstimate('responseObject');
  private unmatched = 0;

  constructor(loaded: Valid, against: Valid | undefined) {
    this.loaded = loaded;
    this.evaluator = compilePolicy(loaded.policy, loaded.release.groupWildcard);
    this.against = against && compilePolicy(against.policy, against.release.groupWildcard);
    this.rules = loaded.policy.rules.map(() => ({ events: 0, written: 0, bytes: 0, before: { events: 0, bytes: 0 } }));
  }

  add(event: AuditEventLike, bytes: number): void {
    const request = requestOfEvent(event);
    const decision = this.evaluator.evaluate(request);
    const applied = applyDecision(event, bytes, decision);
    const earlier = this.against?.evaluate(request);
    const old: Applied | undefined = earlier && applyDecision(event, bytes, earlier);
    const before: Volume = old ? volumeOf(old) : { events: 1, bytes };
    const after = volumeOf(applied);
    this.count(decision.rule, before, after);
    this.levels[decision.level] += 1;
    this.users.add(request.user, before, after);
    this.verbs.add(request.verb, before, after);
    this.resources.add(resourceName(event), before, after);
    const oldLevel = earlier && old ? levelOf(old, earlier.level) : 'RequestResponse';
    this.detections.add(event, oldLevel, levelOf(applied, decision.level));
    this.requestBodies.add(event, applied.missing.request);
    this.responseBodies.add(event, applied.missing.response);
  }

  private count(index: number | null, before: Volume, after: Volume): void {
    this.total.before.events += before.events;
    this.total.before.bytes += before.bytes;
    this.total.after.events += after.events;
    this.total.after.bytes += after.bytes;
    const rule = index === null ? undefined : this.rules[index];
    if (!rule) {
      this.unmatched += 1;
      return;
    }
    rule.events += 1;
    rule.written += after.events;
    rule.bytes += after.bytes;
    rule.before.events += before.events;
    rule.before.bytes += before.bytes;
  }

  result(): SimulationAnswer {
    const { before, after } = this.total;
    const requestBodies = this.requestBodies.result();
    const responseBodies = this.responseBodies.result();
    return {
      events: { before: before.events, after: after.events },
      bytes: { before: before.bytes, after: after.bytes },
      levels: Object.fromEntries(levels.map((level) => [level, this.levels[level]])) as Record<Level, number>,
      rules: this.rules.map((rule, index) => ({
        index,
        line: this.loaded.source.ruleLines(index).line,
        events: rule.events,
        written: rule.written,
        bytes: rule.bytes,
        before: { ...rule.before },
      })),
      unmatched: this.unmatched,
      users: this.users.result(),
      verbs: this.verbs.result(),
      resources: this.resources.result(),
      detections: this.detections.result(this.evaluator, this.against),
      unknown: { requestBodies, responseBodies, notes: notesOf(requestBodies, responseBodies) },
    };
  }
}

function levelOf({ written }: Applied, level: Level): Level {
  return written ? level : 'None';
}

function volumeOf({ written, bytes }: Applied): Volume {
  return { events: written ? 1 : 0, bytes };
}

function resourceName({ objectRef, requestURI = '' }: AuditEventLike): string {
  if (!objectRef?.resource) return requestURI.split('?', 1)[0] ?? '';
  const { resource, subresource = '', apiGroup = '' } = objectRef;
  const name = subresource === '' ? resource : `${resource}/${subresource}`;
  return apiGroup === '' ? name : `${name}.${apiGroup}`;
}

function notesOf(request: MissingBodies, response: MissingBodies): readonly string[] {
  const notes = [
    'Requests and stages that the recording policy left out are not in the events, so they are in none of these numbers.',
  ];
  for (const [name, missing] of [
    ['request', request],
    ['response', response],
  ] as const) {
    if (missing.events === 0) continue;
    const { events, estimatedEvents, estimatedBytes, basis } = missing;
    const rest = events - estimatedEvents;
    const estimate =
      estimatedEvents === 0
        ? 'and no recorded body of the same verb and resource to go by'
        : `for ${estimatedEvents} of them about ${estimatedBytes} bytes by ${basis} recorded bodies of the same verb and resource${rest > 0 ? `, for ${rest} nothing to go by` : ''}`;
    notes.push(`The policy asks for the ${name} body of ${events} events that were recorded without it: ${estimate}.`);
  }
  return notes;
}
