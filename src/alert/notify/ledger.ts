import type { Transaction } from '../../records/index.ts';
import type { KeptBack } from '../kept-back.ts';
import type { Member } from './member.ts';

/** Notes in the history what becomes of causes. */
export interface Ledger {
  told(member: Pick<Member, 'cause' | 'news'>): void;
  keptBack(member: Pick<Member, 'cause' | 'news'>, by: KeptBack): void;
}

export function createLedger({ alertCauses }: Pick<Transaction, 'alertCauses'>, now: number): Ledger {
  /** A member has the last of its causes; those before it that wait have its fate. */
  const keyOf = ({ cause, news }: Pick<Member, 'cause' | 'news'>) => ({
    key: cause.key,
    since: news > 1 ? cause.startedAt : undefined,
  });
  return {
    told: (member) => alertCauses.mark({ ...keyOf(member), toldAt: now }),
    keptBack: (member, by) => alertCauses.mark({ ...keyOf(member), keptBack: JSON.stringify(by) }),
  };
}
