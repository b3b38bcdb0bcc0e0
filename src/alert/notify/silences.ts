import { type Caller, covers } from '../../access/index.ts';
import { AppError, said } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { AlertSilence, Records, Transaction } from '../../records/index.ts';
import { Silence } from '../../rules/index.ts';
import type { RunningNotifier } from './create-notifier.ts';
import { readScope } from './silence.ts';

/** A silence as it was added. */
export interface SavedSilence {
  readonly id: string;
  readonly silence: Silence;
  /** Unix milliseconds: from the one up to, and not with, the other. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly author: string;
  readonly createdAt: number;
  readonly state: 'pending' | 'active' | 'ended';
}

/** Silences. Each is about what its author sees, and is there for those who see as much; for others it is not found. */
export interface Silences {
  /** The latest first; those that ended a month ago are gone. */
  list(caller: Caller): Promise<readonly SavedSilence[]>;
  /**
   * The silence has been read without an error. The same of the same author is not added again. Throws AppError `bad-request` where it is over
   * already, `conflict` where there are too many.
   */
  add(silence: Silence, caller: Caller): SavedSilence;
  /** The same as a part of a transaction. */
  addWithin(transaction: Transaction, silence: Silence, caller: Caller): SavedSilence;
  /** Ends it now, if it has not ended: what fires still is told. Throws AppError `not-found`. */
  end(id: string, caller: Caller): SavedSilence;
  /** Ends it and removes it. Throws AppError `not-found`. */
  delete(id: string, caller: Caller): void;
}

export interface SilencesNeeds {
  readonly records: Pick<Records, 'alertSilences' | 'transaction'>;
  readonly notifier: Pick<RunningNotifier, 'silenceEnded' | 'wake'>;
  readonly clock: Pick<Clock, 'now'>;
}

export function createSilences({ records, notifier, clock }: SilencesNeeds): Silences {
  function addWithin({ alertSilences }: Transaction, silence: Silence, caller: Caller): SavedSilence {
    const now = clock.now();
    const endsAt = Date.parse(silence.endsAt);
    const startsAt = silence.startsAt === undefined ? now : Date.parse(silence.startsAt);
    if (endsAt <= now)
      throw new AppError('bad-request', said`cannot add the silence: its end, ${silence.endsAt}, has passed`);
    const scope = JSON.stringify(caller.scope);
    const given = { silence: JSON.stringify(silence), startsAt, endsAt, author: caller.name, scope };
    return savedOf(alertSilences.add(given), now);
  }

  /** Within a transaction. */
  function end(transaction: Transaction, id: string, caller: Caller): AlertSilence {
    const found = transaction.alertSilences.find(id);
    if (!found || !isSeen(found, caller)) throw notFound(id);
    transaction.alertSilences.end(id, clock.now());
    notifier.silenceEnded(transaction, id);
    return transaction.alertSilences.find(id) ?? found;
  }

  return {
    list: async (caller) => {
      const all = await records.alertSilences.list();
      return all.filter((one) => isSeen(one, caller)).map((one) => savedOf(one, clock.now()));
    },
    add: (silence, caller) => {
      const added = records.transaction((transaction) => addWithin(transaction, silence, caller));
      notifier.wake();
      return added;
    },
    addWithin,
    end: (id, caller) => {
      const ended = records.transaction((transaction) => end(transaction, id, caller));
      notifier.wake();
      return savedOf(ended, clock.now());
    },
    delete: (id, caller) => {
      records.transaction((transaction) => {
        end(transaction, id, caller);
        transaction.alertSilences.delete(id);
      });
      notifier.wake();
    },
  };
}

function isSeen({ scope }: AlertSilence, caller: Caller): boolean {
  return covers(caller.scope, readScope(scope));
}

function savedOf(
  { id, silence, startsAt, endsAt, author, createdAt, isFlushed }: AlertSilence,
  now: number,
): SavedSilence {
  const state = isFlushed || endsAt <= now ? 'ended' : startsAt > now ? 'pending' : 'active';
  return { id, silence: Silence.parse(JSON.parse(silence)), startsAt, endsAt, author, createdAt, state };
}

function notFound(id: string): AppError {
  return new AppError('not-found', said`cannot find silence "${id}"`);
}
