import type { Transaction } from '../../records/index.ts';
import type { Cause } from '../cause.ts';
import { emptyGroup, type Group, scheduled } from './group.ts';
import { type KeptGroup, readGroup, readMember, writeGroup } from './kept-group.ts';
import { isOpen, type Member } from './member.ts';
import { atOnce, type Place, placeOf } from './place.ts';
import type { CompiledPolicy } from './policy.ts';

/** A group that is worked on. */
export interface OpenGroup {
  /** As it was read, or would have been. */
  readonly kept: KeptGroup;
  /** Undefined where its policy no longer has its route. */
  readonly place: Place | undefined;
  /** As it is now; undefined: it is deleted. */
  group: Group | undefined;
}

export interface OpenGroupsNeeds {
  readonly transaction: Transaction;
  readonly now: number;
  /** A policy by its name. */
  readonly policy: (name: string | undefined) => CompiledPolicy | undefined;
}

/** The groups of one transaction: each is read when it is asked for, and written at the end. */
export interface OpenGroups {
  /** Undefined where there is none. */
  kept(key: string): OpenGroup | undefined;
  at(place: Place): OpenGroup;
  /** Those that have a member of this id. */
  holding(id: string): readonly OpenGroup[];
  /** Is told that a group may have a member of this id that it had not before. */
  noteMember(id: string, group: OpenGroup): void;
  all(): readonly OpenGroup[];
  /** What fires of a policy. */
  firing(policy: string): readonly Cause[];
  write(): void;
}

export function createOpenGroups({ transaction, now, policy }: OpenGroupsNeeds): OpenGroups {
  const { alertGroups } = transaction;
  const opened = new Map<string, OpenGroup>();
  /** Which groups got a member: looking through all of them for each cause would take as long as there are causes, for each. */
  const noted = new Map<string, Set<OpenGroup>>();
  const keptFiring = new Map<string, readonly { readonly group: string; readonly cause: Cause }[]>();

  function remember(one: OpenGroup): OpenGroup {
    opened.set(one.kept.key, one);
    return one;
  }

  function kept(key: string): OpenGroup | undefined {
    const known = opened.get(key);
    if (known) return known;
    const read = readGroup(transaction, key, now);
    if (read === undefined) return undefined;
    return remember({ kept: read, place: placeOf(key, read.place, policy(read.policy)), group: read.group });
  }

  function readFiring(name: string): readonly { readonly group: string; readonly cause: Cause }[] {
    const known = keptFiring.get(name);
    if (known) return known;
    const members = alertGroups.openMembers({ policy: name });
    const read = members.map((member) => ({ group: member.group, cause: readMember(member).cause }));
    keptFiring.set(name, read);
    return read;
  }

  return {
    kept,
    at: (place) => {
      const { key, ref } = place;
      const unknown = { key, policy: place.policy?.name, place: ref, group: emptyGroup };
      return kept(key) ?? remember({ kept: unknown, place, group: emptyGroup });
    },
    holding: (id) => {
      const onDisk = alertGroups.holding(id).flatMap((key) => kept(key) ?? []);
      const all = new Set([...onDisk, ...(noted.get(id) ?? [])]);
      return [...all].filter(({ group }) => group?.members.has(id));
    },
    noteMember: (id, group) => {
      const groups = noted.get(id) ?? new Set();
      noted.set(id, groups.add(group));
    },
    all: () => [...opened.values()],
    firing: (name) => [
      ...readFiring(name)
        .filter(({ group }) => !opened.has(group))
        .map(({ cause }) => cause),
      ...[...opened.values()]
        .filter((one) => one.kept.policy === name)
        .flatMap(({ group }) => [...(group?.members.values() ?? [])])
        .filter(isOpen)
        .map(({ cause }) => cause),
    ],
    write: () => {
      for (const { kept: before, group } of opened.values())
        writeGroup(transaction, before, group && isWorthKeeping(group) ? group : undefined, now);
    },
  };
}

function isWorthKeeping({ members, dueAt }: Group): boolean {
  return members.size > 0 || dueAt !== undefined;
}

export function withMember(group: Group, member: Member): Group {
  return { ...group, members: new Map(group.members).set(member.id, member) };
}

/** Moves an alert from one group to others. It takes along who was told of it, and the interval that it is in. */
export function moveMember(from: OpenGroup, to: readonly OpenGroup[], id: string, now: number): void {
  const { group } = from;
  const member = group?.members.get(id);
  if (!group || !member || to.includes(from)) return;
  for (const target of to) target.group = withMoved(target, group, member, now);
  const members = new Map(group.members);
  members.delete(id);
  from.group = { ...group, members };
}

function withMoved({ group = emptyGroup, place }: OpenGroup, from: Group, member: Member, now: number): Group {
  if (group.members.has(member.id)) return group;
  const { sentAt = from.state.sentAt, openedAt = from.state.openedAt } = group.state;
  const state = { ...group.state, sentAt, openedAt };
  return scheduled({ ...withMember(group, member), state }, place?.timing ?? atOnce, now);
}
