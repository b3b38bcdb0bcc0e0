import type { Severity, Span } from '../../base/index.ts';
import { type Evaluator, compilePolicy } from '../evaluate.ts';
import type { KubeRelease } from '../kube-release.ts';
import type { LoadedPolicy, PolicySource } from '../load/index.ts';
import type { Decision, Policy, PolicyRule } from '../model.ts';
import type { Request } from '../request.ts';
import type { Fix } from './edit/fix.ts';
import { type Shadowed, type ShadowedRules, findShadowed } from './reach/shadowed.ts';

/** What a rule of the linter reports. */
export interface Report {
  /** Index of the policy's rule from 0, or null for the policy as a whole. */
  readonly rule: number | null;
  readonly at: Span;
  readonly message: string;
  readonly hint: string;
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

/** Rules that requests are compared with before the linter stops trying requests: about a second. */
const mostSteps = 5_000_000;

/** A policy and what the rules of the linter ask about it; what is costly is worked out once. */
export class LintContext {
  readonly loaded: LoadedPolicy;
  readonly policy: Policy;
  readonly evaluator: Evaluator;
  private steps = 0;
  private shadowedRules: ShadowedRules | undefined;
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
    if (this.steps > mostSteps) return undefined;
    const decision = this.evaluator.evaluate(request);
    this.steps += (decision.rule ?? this.rules.length) + 1;
    return decision;
  }

  /** Whether the policy is so large that not every request was tried. */
  get isIncomplete(): boolean {
    return this.steps > mostSteps || this.shadowedRules?.complete === false;
  }

  /** The rules that can never match. */
  get shadowed(): readonly Shadowed[] {
    this.shadowedRules ??= findShadowed(this.policy, this.release.groupWildcard);
    return this.shadowedRules.rules;
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
