import { createHash } from 'node:crypto';
import { readMessage } from '../message.ts';
import { giveUpAfterMs } from '../outbox.ts';
import type { OutboxEntry, Records, Transaction } from '../../records/index.ts';
import type { OpenChannel } from '../kept-channels.ts';
import { digestOf } from './digest.ts';

/** What waits for a channel that takes any number: beyond that it does not keep up. */
const mostWaiting = 10_000;
/** Entries that one transaction takes in. */
const batch = 500;
/** Beyond so many, a digest is shown to those alone who see everything. */
const mostScopes = 100;

export interface MergeNeeds {
  readonly records: Pick<Records, 'outbox' | 'transaction'>;
  readonly now: () => number;
  /** Where all messages are found, in the page. */
  readonly url: () => string | undefined;
}

/**
 * Merges the alerts that are due for a channel into one digest a severity, where they are more than it takes in a minute. Where something that is
 * over need not be told in any case, that is merged as well. Gives how many were merged.
 */
export async function mergeExcess(needs: MergeNeeds, channel: string, open: OpenChannel): Promise<number> {
  const kinds = open.type.needsResolved === true ? ['alert'] : ['alert', 'resolved'];
  const { outbox } = needs.records;
  if ((await outbox.countDue(channel, kinds)) <= (open.limits.perMinute ?? mostWaiting)) return 0;
  let merged = 0;
  for (let taken = batch; taken === batch; merged += taken) {
    const due = await outbox.due({ channel, kinds, limit: batch });
    const bySeverity = Map.groupBy(due, ({ severity }) => severity);
    needs.records.transaction((transaction) => {
      for (const members of bySeverity.values()) mergeOne(needs, transaction, members);
    });
    taken = due.length;
  }
  return merged;
}

/** Puts entries of one channel and severity into the digest that is open, or into a new one. */
function mergeOne({ now, url }: MergeNeeds, { outbox }: Transaction, members: readonly OutboxEntry[]): void {
  const [first] = members;
  if (!first) return;
  const { channel, severity } = first;
  const open = outbox.openDigest({ channel, severity, kind: 'digest' });
  const [message, ...further] = members.map((member) => readMessage(member.message));
  if (!message) return;
  const before = open && readMessage(open.message);
  const digest = digestOf({ members: [message, ...further], before, url: url() });
  const key = open?.key ?? createHash('sha256').update(`digest ${first.key}`).digest('hex');
  outbox.merge(
    members.map(({ id }) => id),
    {
      key,
      channel,
      sequence: `digest ${severity}`,
      kind: digest.kind,
      severity,
      message: JSON.stringify(digest),
      scope: scopeOf([...(open ? [open] : []), ...members]),
      // As old as what it tells, so that nothing overtakes it that came after that.
      dueAt: Math.min(...members.map(({ dueAt }) => dueAt)),
      expiresAt: now() + giveUpAfterMs,
    },
  );
}

/** All scopes of what was merged: whoever sees it covers each of them. */
function scopeOf(entries: readonly OutboxEntry[]): string {
  const scopes = new Set<string>();
  for (const { scope } of entries) {
    const value: unknown = JSON.parse(scope);
    if (value === null) return 'null';
    for (const one of Array.isArray(value) ? value : [value]) scopes.add(JSON.stringify(one));
  }
  if (scopes.size > mostScopes) return 'null';
  return scopes.size === 1 ? ([...scopes][0] ?? 'null') : `[${[...scopes].toSorted().join(',')}]`;
}
