import type { AlertInstance } from '../../records/index.ts';
import type { Scope } from '../../query/index.ts';
import type { Instance } from '../../rules/index.ts';
import type { JudgedInstance } from '../judge/index.ts';
import type { Transaction } from '../notify/notifier.ts';

/** The instance as it is kept. */
export function instanceOf({ instance }: Pick<AlertInstance, 'instance'>): Instance {
  // Written by `keepInstances`.
  return JSON.parse(instance) as Instance;
}

/** The scope as it is kept. */
export function scopeFrom(text: string): Scope {
  // Written by `keepInstances` and with causes and evaluations.
  return JSON.parse(text) as Scope;
}

/** Puts the instances of a rule in the place of those from before. */
export function keepInstances(
  { alertInstances }: Transaction,
  rule: string,
  {
    before,
    after,
    scope,
    at,
  }: {
    readonly before: readonly AlertInstance[];
    readonly after: readonly JudgedInstance[];
    readonly scope: Scope;
    readonly at: number;
  },
): void {
  const known = new Map(before.map((kept) => [kept.fingerprint, kept]));
  const scopeText = JSON.stringify(scope);
  for (const { fingerprint, state, text } of after) {
    const kept = known.get(fingerprint);
    known.delete(fingerprint);
    if (kept?.instance === text && kept.scope === scopeText) continue;
    const changedAt = kept?.state === state ? kept.changedAt : at;
    alertInstances.put({ rule, fingerprint, state, instance: text, scope: scopeText, changedAt });
  }
  for (const fingerprint of known.keys()) alertInstances.delete(rule, fingerprint);
}
