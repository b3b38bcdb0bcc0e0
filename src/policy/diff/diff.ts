import { type AuditEventLike, requestOfEvent } from '../audit-event.ts';
import { type Evaluator, compilePolicy } from '../evaluate.ts';
import type { LoadedPolicy } from '../load/index.ts';
import type { Decision, Policy } from '../model.ts';
import type { Request } from '../request.ts';
import { applyDecision } from '../simulate/applied-size.ts';
import type { Change } from '../simulate/volume.ts';
import { plausibleRequest } from './plausible.ts';
import { WorkBudget } from '../work-budget.ts';
import { RuleReach, everything, sharedRequests } from './shared-requests.ts';

/** Requests that two policies treat differently, by the rules that decide them. */
export interface PolicyDifference {
  readonly before: Decision & { readonly line: number | null };
  readonly after: Decision & { readonly line: number | null };
  /** One such request, found by search over the rules or in the events. */
  readonly example: Request;
  /** Of the events that were given. */
  readonly volume?: Change;
}

export interface PolicyDiffAnswer {
  readonly differences: readonly PolicyDifference[];
  /** Whether the search came to its end; where it did not, there may be more differences. */
  readonly complete: boolean;
}

/** A comparison of two policies that events may be counted in. */
export interface PolicyDiff {
  /** Counts an event of `bytes` bytes in the difference that it shows. */
  add(event: AuditEventLike, bytes: number): void;
  result(): PolicyDiffAnswer;
}

type Valid = LoadedPolicy & { readonly policy: Policy };
type Counted = {
  readonly before: { events: number; bytes: number };
  readonly after: { events: number; bytes: number };
};
interface Found {
  readonly before: Decision;
  readonly after: Decision;
  readonly example: Request;
  readonly volume: Counted;
}

/** Requests that are tried for a pair of rules, and steps altogether: a pair that is looked at, a rule that a request is compared with. */
const requestsPerPair = 2000;
const mostSteps = 10_000_000;

/** Compares two policies: searches for requests of every pair of their rules that they treat differently. */
export function diffPolicies(before: Valid, after: Valid): PolicyDiff {
  return new Comparison(before, after);
}

class Comparison implements PolicyDiff {
  private readonly sides: readonly [Valid, Valid];
  private readonly evaluators: readonly [Evaluator, Evaluator];
  private readonly found = new Map<string, Found>();
  private complete = true;
  private events = 0;

  constructor(before: Valid, after: Valid) {
    this.sides = [before, after];
    this.evaluators = [
      compilePolicy(before.policy, before.release.groupWildcard),
      compilePolicy(after.policy, after.release.groupWildcard),
    ];
    this.search();
  }

  private search(): void {
    const [before, after] = this.sides;
    const work = new WorkBudget(mostSteps);
    const others = [...after.policy.rules, everything].map((rule) => new RuleReach(rule));
    for (const rule of [...before.policy.rules, everything]) {
      const reach = new RuleReach(rule);
      for (const other of others) {
        this.compare(reach, other, work);
        if (work.isSpent) {
          this.complete = false;
          return;
        }
      }
    }
  }

  private compare(a: RuleReach, b: RuleReach, work: WorkBudget): void {
    let tried = 0;
    for (const request of sharedRequests(a, b, work)) {
      tried += 1;
      if (tried > requestsPerPair) {
        this.complete = false;
        return;
      }
      const steps = this.evaluators.map(
        (evaluator) => (evaluator.evaluate(request).rule ?? evaluator.policy.rules.length) + 1,
      );
      if (!work.spend(steps.reduce((sum, count) => sum + count, 0))) return;
      this.note(request, true);
    }
  }

  /** Remembers a request that is treated differently. */
  private note(request: Request, isInvented: boolean): Found | undefined {
    const [before, after] = [this.evaluators[0].evaluate(request), this.evaluators[1].evaluate(request)];
    if (isAlike(before, after)) return undefined;
    const key = `${before.rule}:${after.rule}`;
    const known = this.found.get(key);
    if (known) return known;
    const isSame = (other: Request): boolean =>
      this.evaluators[0].evaluate(other) === before && this.evaluators[1].evaluate(other) === after;
    const example = isInvented ? plausibleRequest(request, isSame) : request;
    const volume = { before: { events: 0, bytes: 0 }, after: { events: 0, bytes: 0 } };
    const found = { before, after, example, volume };
    this.found.set(key, found);
    return found;
  }

  add(event: AuditEventLike, bytes: number): void {
    this.events += 1;
    const found = this.note(requestOfEvent(event), false);
    if (!found) return;
    for (const side of ['before', 'after'] as const) {
      const applied = applyDecision(event, bytes, found[side]);
      found.volume[side].events += applied.written ? 1 : 0;
      found.volume[side].bytes += applied.bytes;
    }
  }

  result(): PolicyDiffAnswer {
    const differences = [...this.found.values()]
      .toSorted((a, b) => order(a.after.rule) - order(b.after.rule) || order(a.before.rule) - order(b.before.rule))
      .map(({ before, after, example, volume }) => ({
        before: { ...before, line: this.line(0, before) },
        after: { ...after, line: this.line(1, after) },
        example,
        ...(this.events > 0 ? { volume: { before: { ...volume.before }, after: { ...volume.after } } } : {}),
      }));
    return { differences, complete: this.complete };
  }

  private line(side: 0 | 1, { rule }: Decision): number | null {
    return rule === null ? null : this.sides[side].source.ruleLines(rule).line;
  }
}

/** Unmatched requests come last. */
function order(rule: number | null): number {
  return rule ?? Number.MAX_SAFE_INTEGER;
}

function isAlike(a: Decision, b: Decision): boolean {
  if (a.level !== b.level) return false;
  if (a.level === 'None') return true;
  return (
    a.omitManagedFields === b.omitManagedFields &&
    new Set(a.omitStages).symmetricDifference(new Set(b.omitStages)).size === 0
  );
}
