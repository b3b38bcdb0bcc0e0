import { invariant } from '../../base/index.ts';
import type { AlertGroup, AlertMember, Transaction } from '../../records/index.ts';
import { emptyGroup, type Group, type GroupState } from './group.ts';
import { isOpen, type Member } from './member.ts';
import type { PlaceRef } from './place.ts';

/** What is written of a group beside its members. */
interface Written {
  readonly place: PlaceRef;
  readonly state: GroupState;
}

/** A group as it is on disk. */
export interface KeptGroup {
  readonly key: string;
  readonly policy: string | undefined;
  readonly place: PlaceRef;
  readonly group: Group;
}

/** Reads a group; undefined where there is none. What was written after `now` was so before the clock was set back. */
export function readGroup({ alertGroups }: Transaction, key: string, now: number): KeptGroup | undefined {
  const kept = alertGroups.find(key);
  return kept === undefined ? undefined : groupOf(kept, alertGroups.members(key), now);
}

function groupOf(kept: AlertGroup, members: readonly AlertMember[], now: number): KeptGroup {
  const { key, policy, dueAt } = kept;
  const { place, state }: Written = JSON.parse(kept.state);
  const notAfter = (at: number | undefined): number | undefined => (at === undefined ? undefined : Math.min(at, now));
  const group: Group = {
    state: { ...state, newsAt: notAfter(state.newsAt), sentAt: notAfter(state.sentAt) },
    members: new Map(members.map((member) => [member.id, readMember(member)])),
    dueAt,
  };
  return { key, policy, place, group };
}

export function readMember({ id, member }: AlertMember): Member {
  const read: Member = JSON.parse(member);
  invariant(read.id === id, 'a member is kept under its id');
  return read;
}

/** Writes what has changed since it was read. */
export function writeGroup(
  { alertGroups }: Transaction,
  { key, policy, place, group: before }: KeptGroup,
  after: Group | undefined,
  now: number,
): void {
  if (after === undefined) {
    if (before !== emptyGroup) alertGroups.delete(key);
    return;
  }
  const { dueAt } = after;
  const written: Written = { place, state: after.state };
  const waitMs = dueAt === undefined ? 0 : Math.max(0, dueAt - now);
  alertGroups.put({ key, policy, dueAt, waitMs, state: JSON.stringify(written) });
  for (const id of before.members.keys()) if (!after.members.has(id)) alertGroups.deleteMember(key, id);
  for (const [id, member] of after.members) {
    if (before.members.get(id) === member) continue;
    alertGroups.putMember({ group: key, id, policy, isOpen: isOpen(member), member: JSON.stringify(member) });
  }
}

/** After the clock was set back: what waits for a time that was set before waits no longer from now than it did from then. */
export function followClock(transaction: Transaction, now: number): void {
  for (const { key, waitMs } of transaction.alertGroups.ahead(now)) {
    const kept = readGroup(transaction, key, now);
    if (kept) writeGroup(transaction, kept, { ...kept.group, dueAt: now + waitMs }, now);
  }
}
