import type { Cause } from '../cause.ts';
import { isLasting, type Member, memberAfter, memberId, type Overflow } from './member.ts';

/** Events of a group that are told one by one at most; of more there is a digest. */
const maxEvents = 100;
/** Annotations that a digest quotes, of each rule and severity. */
const maxSamples = 10;

/** How long a group waits. Milliseconds. */
export interface Timing {
  /** From the first alert to the first message. */
  readonly waitMs: number;
  /** From a message to the next one. */
  readonly intervalMs: number;
  /** After which what fires is told again; undefined: it is not. */
  readonly repeatMs: number | undefined;
}

/** What a group remembers beside its members. Unix milliseconds. */
export interface GroupState {
  /** Since when there is something to tell. */
  readonly newsAt?: number | undefined;
  /** When it was told the last time. */
  readonly sentAt?: number | undefined;
  /** When the problem began that its messages are about; undefined while nothing of it was told. */
  readonly openedAt?: number | undefined;
  readonly overflow: readonly Overflow[];
}

/** Alerts that are told together. */
export interface Group {
  readonly state: GroupState;
  readonly members: ReadonlyMap<string, Member>;
  /** When it is to be looked at again, if nothing happens before. */
  readonly dueAt: number | undefined;
}

export const emptyGroup: Group = { state: { overflow: [] }, members: new Map(), dueAt: undefined };

/** How a cause comes into a group. */
export interface Entry {
  readonly now: number;
  /** Too many came at once: it is counted in a digest. */
  readonly isOverflow: boolean;
}

/** The group with another cause. `timing` says when it is due. */
export function withCause(group: Group, cause: Cause, timing: Timing, { now, isOverflow }: Entry): Group {
  const id = memberId(cause);
  const before = group.members.get(id);
  const isFiring = cause.status === 'firing';
  const isTooMany = isFiring && !cause.isMuted && (isOverflow || isFull(group, cause));
  const isTold = !cause.isMuted && !isTooMany;
  const after = memberAfter(before, cause, isTold);
  const members = new Map(group.members);
  if (after) members.set(id, after);
  else members.delete(id);
  const overflow = isTooMany ? withOverflow(group.state.overflow, cause, now) : group.state.overflow;
  return scheduled({ ...group, members, state: { ...group.state, overflow } }, timing, now);
}

function isFull({ members }: Group, cause: Cause): boolean {
  return !isLasting(cause) && members.size >= maxEvents;
}

function withOverflow(overflow: readonly Overflow[], cause: Cause, now: number): readonly Overflow[] {
  const { rule, severity, displayName, annotations, scope } = cause;
  const known = overflow.find((one) => one.rule === rule && one.severity === severity);
  if (!known) {
    const first = { rule, severity, displayName, count: 1, firstAt: now, lastAt: now, samples: [annotations], scope };
    return [...overflow, first];
  }
  const samples = known.samples.length < maxSamples ? [...known.samples, annotations] : known.samples;
  const more = { ...known, count: known.count + 1, lastAt: now, samples, scope: joinedScope(known.scope, scope) };
  return overflow.map((one) => (one === known ? more : one));
}

/** The scope that covers both. */
export function joinedScope(left: Cause['scope'], right: Cause['scope']): Cause['scope'] {
  return {
    clusterIds: joined(left.clusterIds, right.clusterIds),
    namespaces: joined(left.namespaces, right.namespaces),
    bodies: left.bodies || right.bodies,
  };
}

function joined(left: readonly string[] | null, right: readonly string[] | null): readonly string[] | null {
  return left === null || right === null ? null : [...new Set([...left, ...right])].toSorted();
}

/** Whether there is something that was not told. */
function hasNews({ state, members }: Group): boolean {
  return state.overflow.length > 0 || [...members.values()].some(({ news }) => news > 0);
}

/** The group with the time at which what is new in it is told; what it was due for before that stays. */
export function scheduled(group: Group, timing: Timing, now: number): Group {
  if (!hasNews(group)) return group;
  const { sentAt, newsAt = now } = group.state;
  const at = newsDue({ sentAt, newsAt }, timing, now);
  const dueAt = Math.min(group.dueAt ?? Infinity, at);
  return { ...group, state: { ...group.state, newsAt }, dueAt };
}

/** Never longer from now than it may wait at all: the clock may have been set back since. */
function newsDue(
  { sentAt, newsAt }: { readonly sentAt: number | undefined; readonly newsAt: number },
  { waitMs, intervalMs }: Timing,
  now: number,
): number {
  const at = sentAt === undefined ? newsAt + waitMs : sentAt + intervalMs;
  const longest = now + (sentAt === undefined ? waitMs : intervalMs);
  return Math.min(Math.max(at, now), longest);
}
