import type { Transaction } from '../../records/index.ts';
import type { Cause } from '../cause.ts';
import type { JudgedCause } from '../judge/index.ts';

/** Keeps causes, each once for ever. Gives those that were never kept before. */
export function newCauses(transaction: Transaction, causes: readonly Cause[], at: number): readonly Cause[] {
  return causes
    .map((cause) => withTextsBefore(transaction, cause))
    .filter((cause) => {
      const { key, rule, fingerprint, status, severity } = cause;
      const texts = { cause: JSON.stringify(cause), scope: JSON.stringify(cause.scope) };
      return transaction.alertCauses.add({ key, rule, fingerprint, at, status, severity, ...texts });
    });
}

/** The same of causes that are written already. `at` in Unix milliseconds, `scope` as JSON. */
export function newJudgedCauses(
  transaction: Transaction,
  causes: readonly JudgedCause[],
  { at, scope }: { readonly at: number; readonly scope: string },
): readonly Cause[] {
  return causes.flatMap(({ key, rule, fingerprint, status, severity, text }) => {
    const isOver = status === 'resolved';
    const cause = isOver ? JSON.stringify(withTextsBefore(transaction, JSON.parse(text) as Cause)) : text;
    const isNew = transaction.alertCauses.add({ key, rule, fingerprint, at, status, severity, cause, scope });
    return isNew ? [JSON.parse(cause) as Cause] : [];
  });
}

/** What is over has no rows that could fill its texts: it is called what it was called when it fired last. */
function withTextsBefore({ alertCauses }: Transaction, cause: Cause): Cause {
  const last = cause.status === 'resolved' ? alertCauses.last(cause.rule, cause.fingerprint) : undefined;
  if (!last) return cause;
  // Written here.
  const { episode, annotations } = JSON.parse(last.cause) as Cause;
  return episode === cause.episode ? { ...cause, annotations } : cause;
}
