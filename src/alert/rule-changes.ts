import type { Clock } from '../platform/index.ts';
import type { Records, Transaction } from '../records/index.ts';
import { endInstances } from './end-instances.ts';
import type { Notifier } from './notify/notifier.ts';
import type { Progresses } from './progress.ts';
import type { ReceiptClock } from './receipts.ts';
import type { RegisteredRule, Registry, RuleChange } from './registry/index.ts';

export interface RuleChangesNeeds {
  readonly records: Pick<Records, 'transaction'>;
  readonly registry: Registry;
  readonly progresses: Progresses;
  readonly notifier: Notifier;
  readonly receipts: ReceiptClock;
  readonly clock: Pick<Clock, 'now'>;
  /** Called after each change. */
  readonly onChange: () => void;
}

/** Changes rules. What fires of one that is changed is over, and told so; one that is switched on begins with what is received from then on. */
export interface RuleChanges {
  /** All of it or nothing, with what is done in the same transaction. */
  put<T>(changes: readonly RuleChange[], within: (transaction: Transaction) => T): T;
  remove(rule: RegisteredRule): void;
}

export function createRuleChanges(needs: RuleChangesNeeds): RuleChanges {
  const { records, registry, progresses, notifier, receipts, clock, onChange } = needs;

  function begin(transaction: Transaction, { name, isEnabled }: RuleChange, at: number): readonly (() => void)[] {
    if (!isEnabled) return [];
    const before = progresses.get(name);
    const wasOn = registry.find(name)?.isEnabled === true;
    const through = wasOn && before ? before.through : receipts.now();
    const evaluatedAt = before?.evaluatedAt ?? 0;
    const begun = { through, tick: at, evaluatedAt, failures: 0, isStopped: false };
    return [progresses.put(transaction, name, begun).commit];
  }

  return {
    put(changes, within) {
      const at = clock.now();
      const { put, begun, beside } = records.transaction((transaction) => {
        const ended = changes.flatMap(({ name }) => endInstances(transaction, registry.find(name), at));
        const done = {
          begun: changes.flatMap((change) => begin(transaction, change, at)),
          put: registry.put(transaction, changes),
          beside: within(transaction),
        };
        notifier.take(transaction, ended);
        return done;
      });
      for (const commit of begun) commit();
      put.commit();
      onChange();
      notifier.wake();
      return beside;
    },
    remove(rule) {
      const { name } = rule;
      const removed = records.transaction((transaction) => {
        notifier.take(transaction, endInstances(transaction, rule, clock.now()));
        transaction.alertProgress.delete(name);
        return registry.remove(transaction, name);
      });
      removed.commit();
      progresses.forget(name);
      onChange();
      notifier.wake();
    },
  };
}
