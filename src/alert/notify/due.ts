import type { Clock, Logger } from '../../platform/index.ts';
import type { Records, Transaction } from '../../records/index.ts';
import { followClock } from './kept-group.ts';
import type { Round } from './round.ts';
import type { SilenceReader } from './silence.ts';

/** A group that cannot be told is tried again after this; the others go on. */
const failedAgainMs = 60_000;
/** Silences are shown for so long after their end. */
const silencesKeptMs = 30 * 86_400_000;

export interface DueNeeds {
  readonly records: Pick<Records, 'transaction'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  readonly openRound: (transaction: Transaction) => Round;
  readonly readSilence: SilenceReader;
}

/** Does one thing that is due, in a transaction of its own. Gives false where nothing is. Throws where the records cannot be written. */
export function tellNext(needs: DueNeeds): boolean {
  const { records, clock, logger } = needs;
  const due = records.transaction((transaction) => nextOf(transaction, clock.now()));
  if (due === undefined) return false;
  if (due.silence !== undefined) {
    const { silence } = due;
    records.transaction((transaction) => endSilence(needs, transaction, silence));
    return true;
  }
  try {
    records.transaction((transaction) => {
      const round = needs.openRound(transaction);
      round.open(due.group);
      round.tell();
    });
  } catch (error) {
    logger.error({ err: error, group: due.group }, 'cannot tell a group of alerts');
    records.transaction((transaction) => postpone(transaction, due.group, clock.now()));
  }
  return true;
}

type Due =
  | { readonly silence: string; readonly group?: undefined }
  | { readonly group: string; readonly silence?: undefined };

function nextOf(transaction: Transaction, now: number): Due | undefined {
  const { alertGroups, alertSilences } = transaction;
  followClock(transaction, now);
  alertSilences.forget(now - silencesKeptMs);
  const [ended] = alertSilences.ended(now);
  if (ended) return { silence: ended.id };
  const group = alertGroups.due(now);
  return group === undefined ? undefined : { group: group.key };
}

function postpone({ alertGroups }: Transaction, key: string, now: number): void {
  const group = alertGroups.find(key);
  if (group) alertGroups.put({ ...group, dueAt: now + failedAgainMs, waitMs: failedAgainMs });
}

/** A silence is over: what it kept back and fires still is told, once. */
export function endSilence(
  { openRound, readSilence }: Pick<DueNeeds, 'openRound' | 'readSilence'>,
  transaction: Transaction,
  id: string,
): void {
  const { alertGroups, alertSilences } = transaction;
  const silence = alertSilences.find(id);
  if (!silence || silence.isFlushed) return;
  alertSilences.flushed(id);
  const round = openRound(transaction);
  round.release(readSilence(silence), alertGroups.openMembers());
  round.tell();
}

/** Unix milliseconds when something is due next; Infinity where nothing waits. */
export function nextDue({ records }: Pick<DueNeeds, 'records'>): number {
  return records.transaction(({ alertGroups, alertSilences }) =>
    Math.min(alertGroups.nextDue() ?? Infinity, alertSilences.nextEnd() ?? Infinity),
  );
}
