import { type Caller, covers, ownerCaller } from '../access/index.ts';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import type { Progresses } from './progress.ts';
import type { RegisteredRule, Registry } from './registry/index.ts';
import { type RuleView, viewOf } from './rule-view.ts';

export interface VisibleRulesNeeds {
  readonly records: Pick<Records, 'alertInstances' | 'users' | 'apiTokens' | 'clusters'>;
  readonly registry: Pick<Registry, 'list' | 'find'>;
  readonly progresses: Pick<Progresses, 'get'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly nextAt: (rule: string) => number | undefined;
  readonly windowsLeft: (rule: string) => number;
}

/** Rules as callers see them: those that come with the product, and those whose owners see no more than they do. */
export interface VisibleRules {
  list(caller: Caller): Promise<readonly RuleView[]>;
  /** Throws AppError `not-found`. */
  find(name: string, caller: Caller): Promise<RegisteredRule>;
  /** Throws AppError `forbidden` where there is one that the caller does not see. */
  ensureTheirs(name: string, caller: Caller): Promise<void>;
  view(rule: RegisteredRule): Promise<RuleView>;
  views(names: readonly string[]): Promise<readonly RuleView[]>;
}

export function createVisibleRules(needs: VisibleRulesNeeds): VisibleRules {
  const { records, registry, progresses } = needs;

  /** A rule may name what others may not see, and whoever changes one has it run for themselves. One whose owner is gone is for those who see everything. */
  async function isTheirs({ scope }: Caller, { owner }: RegisteredRule): Promise<boolean> {
    if (!owner) return true;
    const now = await ownerCaller(needs, owner, { permission: 'read' });
    return covers(scope, now.ok ? now.caller.scope : { clusterIds: null, namespaces: null, bodies: true });
  }

  async function viewsOf(rules: readonly RegisteredRule[]): Promise<readonly RuleView[]> {
    const firing = await records.alertInstances.countFiring();
    return rules.map((rule) => {
      const { name } = rule;
      return viewOf(rule, {
        progress: progresses.get(name),
        nextAt: needs.nextAt(name),
        windowsLeft: needs.windowsLeft(name),
        firing: firing.get(name) ?? 0,
      });
    });
  }

  return {
    async list(caller) {
      const all = registry.list();
      const theirs = await Promise.all(all.map((rule) => isTheirs(caller, rule)));
      return viewsOf(all.filter((_, index) => theirs[index]));
    },
    async find(name, caller) {
      const rule = registry.find(name);
      if (!rule || !(await isTheirs(caller, rule)))
        throw new AppError('not-found', said`cannot find alert rule "${name}"`);
      return rule;
    },
    async ensureTheirs(name, caller) {
      const rule = registry.find(name);
      if (rule && !(await isTheirs(caller, rule)))
        throw new AppError(
          'forbidden',
          said`cannot change rule "${name}": it runs for somebody who sees more than you do`,
        );
    },
    async view(rule) {
      const [view] = await viewsOf([rule]);
      return view ?? viewOf(rule, { progress: undefined, nextAt: undefined, windowsLeft: 0, firing: 0 });
    },
    views: (names) => viewsOf(names.flatMap((name) => registry.find(name) ?? [])),
  };
}
