import { type AuditEventLike, requestOfEvent } from '../audit-event.ts';
import { detectionNeeds } from '../coverage/index.ts';
import { type Evaluator, compilePolicy } from '../evaluate.ts';
import { type Fix, insertRule, resourceLines } from '../lint/index.ts';
import type { LoadedPolicy } from '../load/index.ts';
import { type Decision, type Level, type Policy, reaches } from '../model.ts';
import { type Request, isResourceRequest } from '../request.ts';
import { applyDecision } from '../simulate/applied-size.ts';
import type { Volume } from '../simulate/volume.ts';

/** An edit of a policy that saves log, with what it saves and what it costs. */
export interface Suggestion {
  /** Such as `log update of leases.coordination.k8s.io by system:kube-scheduler at level None`. */
  readonly title: string;
  readonly level: Level;
  /** What the policy writes today of the requests that the edit is about, and what the edit saves of it. */
  readonly now: Volume;
  readonly saved: Volume;
  /** Part of all bytes that the policy writes, 0 to 1. */
  readonly share: number;
  /** Detections that look at these requests and would not see them any more. */
  readonly detections: readonly string[];
  readonly fix?: Fix;
}

/** Suggestions from recorded traffic. */
export interface Suggesting {
  /** Takes an event; `bytes` is its size as it was received. */
  add(event: AuditEventLike, bytes: number): void;
  /** Those that save most for least loss first; at most `limit`. */
  result(limit?: number): readonly Suggestion[];
}

type Valid = LoadedPolicy & { readonly policy: Policy };

interface Pattern {
  readonly request: Request;
  readonly decision: Decision;
  events: number;
  bytes: number;
  /** Bytes at each lower level. */
  readonly lower: Record<'Metadata' | 'Request', number>;
}

/** Patterns of requests that are told apart; later ones are left out. */
const mostPatterns = 20_000;
/** An edit that saves less than this part of the bytes is not worth a rule. */
const leastShare = 0.005;

/** Starts looking for edits of a policy in recorded traffic. */
export function suggestEdits(loaded: Valid): Suggesting {
  return new Search(loaded);
}

class Search implements Suggesting {
  private readonly loaded: Valid;
  private readonly evaluator: Evaluator;
  private readonly patterns = new Map<string, Pattern>();
  private total = 0;

  constructor(loaded: Valid) {
    this.loaded = loaded;
    this.evaluator = compilePolicy(loaded.policy, loaded.release.groupWildcard);
  }

  add(event: AuditEventLike, bytes: number): void {
    const request = requestOfEvent(event);
    const decision = this.evaluator.evaluate(request);
    const applied = applyDecision(event, bytes, decision);
    if (!applied.written) return;
    this.total += applied.bytes;
    const key = JSON.stringify([whoOf(request), request.verb, whatOf(request), decision.rule]);
    let pattern = this.patterns.get(key);
    if (!pattern) {
      if (this.patterns.size >= mostPatterns) return;
      pattern = { request, decision, events: 0, bytes: 0, lower: { Metadata: 0, Request: 0 } };
      this.patterns.set(key, pattern);
    }
    pattern.events += 1;
    pattern.bytes += applied.bytes;
    for (const level of ['Metadata', 'Request'] as const)
      pattern.lower[level] += reaches(decision.level, level)
        ? applyDecision(event, bytes, { ...decision, level }).bytes
        : applied.bytes;
  }

  result(limit = 10): readonly Suggestion[] {
    const suggestions = [...this.patterns.values()].flatMap((pattern) => this.editsOf(pattern));
    return suggestions
      .filter(({ share }) => share >= leastShare)
      .toSorted((a, b) => worth(b) - worth(a))
      .slice(0, limit);
  }

  /** The edits for one pattern: leave it out where it is routine of the cluster, else write less of it. */
  private editsOf(pattern: Pattern): Suggestion[] {
    const { request, decision } = pattern;
    if (isRoutine(request)) return [this.edit(pattern, 'None', 0)];
    const lower = (['Metadata', 'Request'] as const).filter(
      (level) => level !== decision.level && reaches(decision.level, level),
    );
    return lower.map((level) => this.edit(pattern, level, pattern.lower[level]));
  }

  private edit(pattern: Pattern, level: Level, left: number): Suggestion {
    const { request, decision, events, bytes } = pattern;
    const who = isComponent(request.user) ? ` by ${whoOf(request)}` : '';
    const fix = insertRule(this.loaded.source, decision.rule ?? undefined, ruleLines(request, level), 'add the rule');
    return {
      title: `log ${request.verb} of ${whatOf(request)}${who} at level ${level}`,
      level,
      now: { events, bytes },
      saved: { events: level === 'None' ? events : 0, bytes: bytes - left },
      share: this.total === 0 ? 0 : (bytes - left) / this.total,
      detections: lostDetections(request, decision.level, level),
      ...(fix ? { fix } : {}),
    };
  }
}

/** Bytes saved, a lost detection weighing as much as a third of them. */
function worth({ saved, detections }: Suggestion): number {
  return saved.bytes / (1 + detections.length / 3);
}

function isComponent(user: string): boolean {
  return user.startsWith('system:') && !user.startsWith('system:anonymous');
}

/** Service accounts and components by name, nodes together, people together. */
function whoOf({ user }: Request): string {
  if (user.startsWith('system:node:')) return 'system:nodes';
  return isComponent(user) ? user : 'people';
}

function whatOf(request: Request): string {
  if (!isResourceRequest(request)) return request.path;
  const { resource, subresource, apiGroup } = request;
  const name = subresource === '' ? resource : `${resource}/${subresource}`;
  return apiGroup === '' ? name : `${name}.${apiGroup}`;
}

const health = /^\/(healthz|livez|readyz|version|openapi|apis?)(\/|$)/;
const reads = new Set(['get', 'list', 'watch']);

/** What the cluster does by itself all the time and what says nothing about anybody. */
function isRoutine(request: Request): boolean {
  if (!isResourceRequest(request)) return request.verb === 'get' && health.test(request.path);
  if (!isComponent(request.user) || request.subresource !== '') return false;
  if (request.resource === 'leases' || request.resource === 'events')
    return ['get', 'update', 'create', 'patch'].includes(request.verb);
  return reads.has(request.verb) && !['secrets', 'configmaps'].includes(request.resource);
}

function ruleLines(request: Request, level: Level): readonly string[] {
  const lines = [`level: ${level}`];
  const who = whoOf(request);
  if (who === 'system:nodes') lines.push('userGroups: ["system:nodes"]');
  else if (who !== 'people') lines.push(`users: [${JSON.stringify(who)}]`);
  lines.push(`verbs: [${JSON.stringify(request.verb)}]`);
  if (!isResourceRequest(request)) return [...lines, `nonResourceURLs: [${JSON.stringify(request.path)}]`];
  const { apiGroup, resource, subresource } = request;
  return [...lines, ...resourceLines([{ group: apiGroup, resource, subresource }])];
}

function lostDetections(request: Request, before: Level, after: Level): readonly string[] {
  const what = whatOf(request);
  return detectionNeeds
    .filter(({ level, verbs, resources }) => {
      const looks = resources.includes(what) && (verbs.length === 0 || verbs.includes(request.verb));
      return looks && reaches(before, level) && !reaches(after, level);
    })
    .map(({ id }) => id);
}
