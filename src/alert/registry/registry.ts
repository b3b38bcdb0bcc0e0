import { AppError, said } from '../../base/index.ts';
import type { Caller, OwnerRef } from '../../access/index.ts';
import type { KeptAlertRule, Records } from '../../records/index.ts';
import type { Transaction } from '../notify/notifier.ts';
import { type BuiltInRules, registeredOf } from './built-in.ts';
import { type ActiveRule, activeRule, type RegisteredRule } from './registered-rule.ts';

/** What becomes of a rule. */
export interface RuleChange {
  readonly name: string;
  /** Undefined: the text of the built-in rule. */
  readonly yaml: string | undefined;
  readonly isEnabled: boolean;
  readonly caller: Caller;
}

/** All rules, those that come with the product and those that somebody made. */
export interface Registry {
  /** By name. */
  list(): readonly RegisteredRule[];
  find(name: string): RegisteredRule | undefined;
  /** Those that are evaluated. */
  active(): readonly ActiveRule[];
  /**
   * Changes rules within a transaction: they are of whoever changes them from then on. What is given back is to be called after it. Throws
   * AppError `conflict` where there are too many.
   */
  put(transaction: Transaction, changes: readonly RuleChange[]): { readonly commit: () => readonly RegisteredRule[] };
  /** Takes away what was made or switched on; a built-in rule is there all the same. */
  remove(transaction: Transaction, name: string): { readonly commit: () => void };
}

/** Reads the rules that are kept. One that cannot be read is there with what is wrong with it. */
export async function openRegistry(records: Pick<Records, 'alertRules'>, builtIn: BuiltInRules): Promise<Registry> {
  const kept = new Map<string, RegisteredRule>();
  for (const rule of await records.alertRules.list()) {
    const registered = fromKept(rule, builtIn);
    if (registered) kept.set(rule.name, registered);
  }
  const find = (name: string): RegisteredRule | undefined => kept.get(name) ?? builtIn.rules.get(name);
  const list = (): RegisteredRule[] => {
    const names = new Set([...builtIn.rules.keys(), ...kept.keys()]);
    return [...names].toSorted().flatMap((name) => find(name) ?? []);
  };
  return {
    list,
    find,
    active: () => list().flatMap((rule) => activeRule(rule) ?? []),
    put(transaction, changes) {
      const changed = changes.map(({ name, yaml, isEnabled, caller }) => {
        const owner = JSON.stringify(ownerOf(caller));
        const put = transaction.alertRules.put({ name, yaml, isEnabled, owner, savedBy: caller.name });
        const registered = fromKept(put, builtIn);
        if (!registered) throw new AppError('not-found', said`cannot find rule "${name}"`);
        return registered;
      });
      return {
        commit: () => {
          for (const rule of changed) kept.set(rule.name, rule);
          return changed;
        },
      };
    },
    remove(transaction, name) {
      transaction.alertRules.delete(name);
      return {
        commit: () => {
          kept.delete(name);
        },
      };
    },
  };
}

function ownerOf({ kind, name, since }: Caller): OwnerRef {
  return { kind, name, since };
}

/** Undefined where it was a built-in rule that is no longer there. */
function fromKept(kept: KeptAlertRule, builtIn: BuiltInRules): RegisteredRule | undefined {
  const { name, yaml, isEnabled, version, savedBy, savedAt } = kept;
  // Written by `put`.
  const facts = { name, isEnabled, owner: JSON.parse(kept.owner) as OwnerRef, version, savedBy, savedAt };
  if (yaml !== undefined) return registeredOf({ ...facts, origin: 'own', source: yaml });
  const original = builtIn.rules.get(name);
  return original && { ...original, ...facts };
}
