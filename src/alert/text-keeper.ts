import type { Policies } from './notify/policies.ts';
import type { Silences } from './notify/silences.ts';
import { isOwnedBy, type Registry } from './registry/index.ts';
import type { RuleChanges } from './rule-changes.ts';
import type { AppliedTexts, GivenTexts, RuleText } from './rule-texts.ts';
import type { VisibleRules } from './visible-rules.ts';

export interface TextKeeperNeeds {
  readonly registry: Pick<Registry, 'find'>;
  readonly visible: Pick<VisibleRules, 'ensureTheirs' | 'views'>;
  readonly changes: Pick<RuleChanges, 'put'>;
  readonly policies: Pick<Policies, 'putWithin'>;
  readonly silences: Pick<Silences, 'addWithin'>;
}

/** Makes what keeps texts that were found to be right, all of a file or nothing: a rule as it stands already for its owner is left alone. */
export function createTextKeeper({ registry, visible, changes, policies, silences }: TextKeeperNeeds) {
  return async (given: GivenTexts, { caller }: Pick<RuleText, 'caller'>): Promise<AppliedTexts> => {
    const names = given.rules.map(({ rule }) => rule.name);
    for (const name of names) await visible.ensureTheirs(name, caller);
    const changed = given.rules.flatMap(({ rule: { name }, source, isEnabled }) => {
      const before = registry.find(name);
      const on = before?.version ? before.isEnabled : isEnabled;
      const isSame = before?.origin === 'own' && before.source === source && before.isEnabled === on;
      return isSame && isOwnedBy(before, caller) ? [] : [{ name, yaml: source, isEnabled: on, caller }];
    });
    const beside = changes.put(changed, (transaction) => ({
      policies: given.policies.map((policy) => policies.putWithin(transaction, policy, caller)),
      silences: given.silences.map((silence) => silences.addWithin(transaction, silence, caller)),
    }));
    return { rules: await visible.views(names), ...beside };
  };
}
