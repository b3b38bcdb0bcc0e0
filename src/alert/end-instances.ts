import type { Transaction } from '../records/index.ts';
import { createFiller, stepInstances } from '../rules/index.ts';
import type { Cause } from './cause.ts';
import { instanceOf, newCauses, scopeFrom } from './evaluate/index.ts';
import { causeOf, sha256 } from './judge/index.ts';
import type { RegisteredRule } from './registry/index.ts';

/** Ends what fires of a rule that is changed, switched off or deleted, and gives what is to be told of that. Within a transaction. */
export function endInstances(
  transaction: Transaction,
  registered: Pick<RegisteredRule, 'name' | 'compiled'> | undefined,
  at: number,
): readonly Cause[] {
  if (!registered) return [];
  const { name, compiled } = registered;
  const kept = transaction.alertInstances.ofRule(name);
  transaction.alertInstances.deleteOfRule(name);
  if (!compiled || kept.length === 0) return [];
  const { noData: _none, ...rule } = compiled.rule;
  const moment = { at, step: `ended ${at}`, hash: sha256 };
  const nothing = { groups: [], isEmpty: true, isCut: false, faults: [] };
  const { changes } = stepInstances({ ...compiled, rule }, kept.map(instanceOf), nothing, moment);
  const scopes = new Map(kept.map((one) => [one.fingerprint, scopeFrom(one.scope)]));
  const fill = createFiller(compiled);
  const causes = changes.flatMap((change) => {
    const scope = scopes.get(change.instance.fingerprint);
    const context = scope && { clusters: rule.clusters ?? [], project: undefined, scope };
    return context ? [causeOf(change, { compiled, fill, context, at })] : [];
  });
  return newCauses(transaction, causes, at);
}
