import type { Cause } from '../cause.ts';
import type { KeptBack } from '../kept-back.ts';
import type { Group, GroupState, Timing } from './group.ts';
import { isOpen, type Member, type Overflow } from './member.ts';

/** What waits for the end of another alert is looked at again after this. */
export const inhibitionRecheckMs = 30_000;

/** What a channel is told of a group at once. */
export interface Telling {
  readonly channel: string;
  /** What is new: it fires, fires again, or fired and is over before it was told. */
  readonly firing: readonly Member[];
  /** What was told before and fires still. */
  readonly repeated: readonly Member[];
  /** What was told before and is over. */
  readonly over: readonly Member[];
  /** How many fire now, with those that are new. */
  readonly open: number;
  readonly overflow: readonly Overflow[];
}

/** What decides over a group when it is due. */
export interface Circumstances {
  readonly now: number;
  readonly timing: Timing;
  /** Where its alerts go; undefined: each where its rule says. */
  readonly channels: readonly string[] | undefined;
  /** Outside of its hours: when they begin, or that they never do. */
  readonly closedUntil?: number | 'never' | undefined;
  /** The alert or the silence that keeps it back. */
  readonly keptBackBy: (cause: Cause) => KeptBack | undefined;
  /** Whether a channel would keep open for ever what it is not told the end of. */
  readonly needsResolved: (channel: string) => boolean;
}

export interface Flushed {
  /** False out of hours, when all of it waits. */
  readonly isTold: boolean;
  readonly tellings: readonly Telling[];
  /** What is new, whether a channel is told or not. */
  readonly news: readonly Member[];
  /** What is over and was told to be. */
  readonly over: readonly Member[];
  /** What is new and nobody is told of now. */
  readonly keptBack: readonly { readonly member: Member; readonly by: KeptBack }[];
  /** Undefined: it can be forgotten. */
  readonly group: Group | undefined;
}

/** A member and what becomes of it. */
interface Fate {
  readonly before: Member;
  readonly after: Member | undefined;
  readonly told: 'firing' | 'repeated' | 'over' | 'nothing';
  readonly keptBack?: KeptBack | undefined;
}

/** What of a group is told now, and the group after that. Out of hours, inhibited, silenced, told already: in this order. */
export function flush(group: Group, circumstances: Circumstances): Flushed {
  const { closedUntil } = circumstances;
  if (closedUntil !== undefined) {
    const dueAt = closedUntil === 'never' ? undefined : closedUntil;
    const waiting = [...group.members.values()].filter(({ news }) => news > 0);
    const keptBack = waiting.map((member) => ({ member, by: { by: 'hours', until: dueAt } as const }));
    return { isTold: false, tellings: [], news: [], over: [], keptBack, group: { ...group, dueAt } };
  }
  const isRepeat = isRepeatDue(group, circumstances);
  const fates = [...group.members.values()].map((member) => fateOf(member, isRepeat, circumstances));
  const tellings = tellingsOf(fates, group, circumstances);
  const those = (what: Fate['told']): readonly Member[] =>
    fates.filter(({ told }) => told === what).map(({ before }) => before);
  const keptBack = fates.flatMap(({ before, keptBack: by }) => (by && before.news > 0 ? [{ member: before, by }] : []));
  const after = groupAfter(group, fates, circumstances, { isRepeat, hasTold: tellings.length > 0 });
  return { isTold: true, tellings, news: those('firing'), over: those('over'), keptBack, group: after };
}

function isRepeatDue({ state: { sentAt } }: Group, { now, timing: { repeatMs } }: Circumstances): boolean {
  return repeatMs !== undefined && sentAt !== undefined && now >= sentAt + repeatMs;
}

function fateOf(before: Member, isRepeat: boolean, circumstances: Circumstances): Fate {
  const { cause, told, news } = before;
  // Whoever was told that it fires is told that it is over, whatever keeps back what is new.
  if (cause.status === 'resolved' && told.length > 0) return { before, after: undefined, told: 'over' };
  if (news === 0 && !(isRepeat && told.length > 0)) return { before, after: before, told: 'nothing' };
  // What has ended, or has no end, is past when it might be told.
  const waiting = isOpen(before) ? before : undefined;
  const keptBack = circumstances.keptBackBy(cause);
  if (keptBack) {
    const after = waiting && keptBack.by === 'silence' ? { ...waiting, silencedBy: keptBack.id } : waiting;
    return { before, after, told: 'nothing', keptBack };
  }
  const channels = [...new Set([...told, ...channelsOf(cause, circumstances)])];
  const after = { ...before, news: 0, told: channels, silencedBy: undefined, isPosted: true };
  return { before, after: isOpen(before) ? after : undefined, told: news > 0 ? 'firing' : 'repeated' };
}

function channelsOf(cause: Cause, { channels }: Circumstances): readonly string[] {
  return channels ?? cause.channels;
}

function tellingsOf(fates: readonly Fate[], { state }: Group, circumstances: Circumstances): readonly Telling[] {
  const open = fates.filter(({ after }) => after !== undefined && isOpen(after) && after.told.length > 0).length;
  const digestChannels = state.overflow.length > 0 ? (circumstances.channels ?? []) : [];
  const causes = fates.filter(({ told }) => told !== 'nothing').map(({ before }) => before);
  const routed = causes.flatMap(({ cause, told }) => [...channelsOf(cause, circumstances), ...told]);
  return [...new Set([...routed, ...digestChannels])]
    .map((channel) => ({
      channel,
      ...toldThere(fates, channel, circumstances),
      open,
      overflow: digestChannels.includes(channel) ? state.overflow : [],
    }))
    .filter(({ firing, repeated, over, overflow }) =>
      [firing, repeated, over, overflow].some((list) => list.length > 0),
    );
}

function toldThere(
  fates: readonly Fate[],
  channel: string,
  circumstances: Circumstances,
): Pick<Telling, 'firing' | 'repeated' | 'over'> {
  const those = (wanted: Fate['told'], goes: (member: Member) => boolean): readonly Member[] =>
    fates.filter(({ told, before }) => told === wanted && goes(before)).map(({ before }) => before);
  const isRouted = ({ cause }: Member): boolean => channelsOf(cause, circumstances).includes(channel);
  const wasTold = ({ cause, told }: Member): boolean =>
    told.includes(channel) && (cause.ends === 'told' || circumstances.needsResolved(channel));
  return { firing: those('firing', isRouted), repeated: those('repeated', isRouted), over: those('over', wasTold) };
}

function groupAfter(
  { state }: Group,
  fates: readonly Fate[],
  circumstances: Circumstances,
  { isRepeat, hasTold }: { readonly isRepeat: boolean; readonly hasTold: boolean },
): Group | undefined {
  const { now } = circumstances;
  const members = new Map(fates.flatMap(({ after }) => (after ? [[after.id, after] as const] : [])));
  const isWaiting = fates.some(
    ({ after, keptBack }) => after !== undefined && after.news > 0 && keptBack?.by === 'inhibition',
  );
  const isToldOf = [...members.values()].some((member) => isOpen(member) && member.told.length > 0);
  const sentAt = hasTold ? now : state.sentAt;
  const next: GroupState = {
    newsAt: isWaiting ? state.newsAt : undefined,
    sentAt,
    openedAt: isToldOf ? (state.openedAt ?? now) : undefined,
    overflow: [],
  };
  const dueAt = dueAfter(next, { ...circumstances, isWaiting, isToldOf, isRepeat });
  if (members.size > 0) return { state: next, members, dueAt };
  // What comes soon after the last message still waits for its interval.
  const isRemembered = sentAt !== undefined && sentAt + circumstances.timing.intervalMs > now;
  return isRemembered ? { state: next, members, dueAt: sentAt + circumstances.timing.intervalMs } : undefined;
}

interface AfterFlush extends Circumstances {
  readonly isWaiting: boolean;
  readonly isToldOf: boolean;
  readonly isRepeat: boolean;
}

function dueAfter({ sentAt }: GroupState, after: AfterFlush): number | undefined {
  const { now, timing, isWaiting, isToldOf, isRepeat } = after;
  const times: number[] = [];
  if (isWaiting) times.push(now + inhibitionRecheckMs);
  // A repetition that was kept back is tried again after as long.
  if (timing.repeatMs !== undefined && isToldOf) times.push((isRepeat ? now : (sentAt ?? now)) + timing.repeatMs);
  return times.length > 0 ? Math.min(...times) : undefined;
}
