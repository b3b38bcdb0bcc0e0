import { type Caller, isLimited } from '../../access/index.ts';
import { AppError, said } from '../../base/index.ts';
import type { KeptAlertPolicy, Records, Transaction } from '../../records/index.ts';
import { AlertPolicy } from '../../rules/index.ts';
import type { RunningNotifier } from './create-notifier.ts';

/** A policy as it was saved. */
export interface SavedPolicy {
  readonly policy: AlertPolicy;
  /** The caller's name. */
  readonly savedBy: string;
  /** Unix milliseconds. */
  readonly savedAt: number;
}

/** Policies. They decide over everybody's alerts, so whoever sees but a part of them changes none: AppError `forbidden`. */
export interface Policies {
  /** By name. */
  list(): Promise<readonly SavedPolicy[]>;
  /** Throws AppError `not-found`. */
  get(name: string): Promise<SavedPolicy>;
  /** Saves it in the place of another of its name. The policy has been read without an error. Throws AppError `conflict` where there are too many. */
  put(policy: AlertPolicy, caller: Caller): SavedPolicy;
  /** The same as a part of a transaction. */
  putWithin(transaction: Transaction, policy: AlertPolicy, caller: Caller): SavedPolicy;
  /** Its alerts go to the channels of their rules from then on. Throws AppError `not-found`. */
  delete(name: string, caller: Caller): void;
}

export interface PoliciesNeeds {
  readonly records: Pick<Records, 'alertPolicies' | 'transaction'>;
  readonly notifier: Pick<RunningNotifier, 'policyChanged' | 'wake'>;
}

export function createPolicies({ records, notifier }: PoliciesNeeds): Policies {
  function putWithin(transaction: Transaction, policy: AlertPolicy, caller: Caller): SavedPolicy {
    requireAll(caller);
    const { name } = policy;
    const kept = transaction.alertPolicies.put({ name, policy: JSON.stringify(policy), savedBy: caller.name });
    notifier.policyChanged(transaction, name);
    return { policy, savedBy: kept.savedBy, savedAt: kept.savedAt };
  }

  return {
    list: async () => (await records.alertPolicies.list()).flatMap((kept) => savedOf(kept) ?? []),
    get: async (name) => {
      const kept = await records.alertPolicies.find(name);
      const saved = kept && savedOf(kept);
      if (!saved) throw notFound(name);
      return saved;
    },
    put: (policy, caller) => {
      const saved = records.transaction((transaction) => putWithin(transaction, policy, caller));
      notifier.wake();
      return saved;
    },
    putWithin,
    delete: (name, caller) => {
      requireAll(caller);
      records.transaction((transaction) => {
        if (!transaction.alertPolicies.delete(name)) throw notFound(name);
        notifier.policyChanged(transaction, name);
      });
      notifier.wake();
    },
  };
}

/** Undefined for one of a release before this that this one cannot read: its alerts are told as if it were not there. */
function savedOf({ policy, savedBy, savedAt }: KeptAlertPolicy): SavedPolicy | undefined {
  const read = AlertPolicy.safeParse(JSON.parse(policy));
  return read.success ? { policy: read.data, savedBy, savedAt } : undefined;
}

function requireAll(caller: Caller): void {
  if (isLimited(caller))
    throw new AppError(
      'forbidden',
      said`cannot change a policy for "${caller.name}": it decides over alerts that they do not see`,
    );
}

function notFound(name: string): AppError {
  return new AppError('not-found', said`cannot find policy "${name}"`);
}
