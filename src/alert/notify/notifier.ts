import type { Transaction } from '../../records/index.ts';
import type { Cause } from '../cause.ts';

export type { Transaction } from '../../records/index.ts';

/** Decides who is told of causes, and when. */
export interface Notifier {
  /**
   * Takes causes within the transaction that holds the state which caused them, so that all of it is on disk or nothing: they go into the
   * message centre and, by policy, into groups that wait or right into the outbox. Synchronous. The caller has found that none of them was
   * taken before (`alertCauses.add` said so of its key).
   */
  take(transaction: Transaction, causes: readonly Cause[]): void;
  /** To be called after the transaction: what is due is sent. */
  wake(): void;
}
