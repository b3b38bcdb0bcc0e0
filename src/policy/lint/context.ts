import { type Severity, type Span, type Said } from '../../base/index.ts';
import { type Evaluator, compilePolicy } from '../evaluate.ts';
import type { KubeRelease } from '../kube-release.ts';
import type { LoadedPolicy, PolicySource } from '../load/index.ts';
import type { Decision, Policy, PolicyRule } from '../model.ts';
import type { Request } from '../request.ts';
import type { Fix } from './edit/fix.ts';
import { type GroupOf, regroupEntry } from './edit/regroup.ts';
import { type Shadowed, type ShadowedPart, type Shadows, findShadowed } from './reach/shadowed.ts';
import { WorkBudget } from '../work-budget.ts';

/** What a rule of the linter reports. */
export interface Report {
  /** Index of the policy's rule from 0, or null for the policy as a whole. */
  readonly rule: number | null;
  readonly at: Span;
  readonly message: Said;
  readonly hint: Said;
  readonly fix?: Fix | undefined;
  /** Where it differs from the linter rule's own. */
  readonly severity?: Severity;
}

/** A rule of the linter. Its examples are its tests and its page of docs. */
export interface LintRule {
  /** Stable, kebab-case; the name of its page in docs/reference/lint. */
  readonly code: string;
  readonly severity: Severity;
  /** What it finds, a sentence without a final stop. */
  readonly title: string;
  /** What that means and why it matters, for its page. */
  readonly explanation: string;
  /** Rules of a policy that it is content with, and of one that it reports; with `apiVersion`, a whole policy. */
  readonly passing: string;
  readonly failing: string;
  check(context: LintContext): Iterable<Report>;
}

/** Rules that requests are compared with before the linter stops trying requests: about half a second. */
const mostSteps = 2_000_000;
/** Characters of rules that are rewritten for fixes; later findings have none. */
const mostRewritten = 200_000;

/** A policy and what the rules of the linter ask about it; what is costly is worked out once. */
export class LintContext {
  readonly loaded: LoadedPolicy;
  readonly policy: Policy;
  readonly evaluator: Evaluator;
  /** Steps of trying requests. */
  readonly work = new WorkBudget(mostSteps);
  private readonly rewriting = new WorkBudget(mostRewritten);
  private readonly regrouped = new Map<string, Fix | undefined>();
  private shadows: Shadows | undefined;
  private shadowedSet: ReadonlySet<number> | undefined;

  constructor(loaded: LoadedPolicy, policy: Policy) {
    this.loaded = loaded;
    this.policy = policy;
    this.evaluator = compilePolicy(policy, loaded.release.groupWildcard);
  }

  get source(): PolicySource {
    return this.loaded.source;
  }

  get release(): KubeRelease {
    return this.loaded.release;
  }

  get rules(): readonly PolicyRule[] {
    return this.policy.rules;
  }

  /** Decides a request; undefined once the policy has taken `mostSteps`, so that a huge one is linted in bounded time. */
  decide(request: Request): Decision | undefined {
    if (this.work.isSpent) return undefined;
    const decision = this.evaluator.evaluate(request);
    this.work.spend((decision.rule ?? this.rules.length) + 1);
    return decision;
  }

  /** Whether the policy is so large that not every request was tried. */
  get isIncomplete(): boolean {
    return this.work.isSpent || this.shadows?.complete === false;
  }

  /** The rules that can never match. */
  get shadowed(): readonly Shadowed[] {
    return this.allShadows.rules;
  }

  /** What can never match of rules that can. */
  get shadowedParts(): readonly ShadowedPart[] {
    return this.allShadows.parts;
  }

  private get allShadows(): Shadows {
    this.shadows ??= findShadowed(this.policy, this.release.groupWildcard);
    return this.shadows;
  }

  /** The fix that writes an entry of a rule's resources with the groups of its names; worked out once for an entry. */
  regroup(rule: number, entry: number, groupOf: GroupOf): Fix | undefined {
    const key = `${rule} ${entry}`;
    if (this.regrouped.has(key)) return this.regrouped.get(key);
    const { from, to } = this.at(rule);
    const fix = this.rewriting.spend(to - from) ? regroupEntry(this.source, rule, entry, groupOf) : undefined;
    this.regrouped.set(key, fix);
    return fix;
  }

  /** Says whether two rules write the same of a request: the level, the stages and the managed fields. */
  decideAlike(a: number, b: number): boolean {
    return this.decisionOf(a) === this.decisionOf(b);
  }

  private decisionOf(index: number): string {
    const rule = this.policy.rules[index];
    const stages = [...new Set([...this.policy.omitStages, ...(rule?.omitStages ?? [])])].toSorted();
    return JSON.stringify([rule?.level, stages, rule?.omitManagedFields ?? this.policy.omitManagedFields]);
  }

  /** Says whether a rule can never match. */
  isShadowed(index: number): boolean {
    this.shadowedSet ??= new Set(this.shadowed.map(({ rule }) => rule));
    return this.shadowedSet.has(index);
  }

  /** Where a field of a rule stands, or the nearest thing above it. */
  at(rule: number, ...steps: readonly (string | number)[]): Span {
    return this.source.nearest(['rules', rule, ...steps]);
  }

  /** Where `rules` is written, for findings about the policy as a whole. */
  get rulesKey(): Span {
    return this.source.key([], 'rules') ?? this.source.nearest([]);
  }
}
