import { tellsAt, tellsNext } from '../../rules/index.ts';
import type { Cause } from '../cause.ts';
import type { KeptBack } from '../kept-back.ts';
import { type Circumstances, flush } from './flush.ts';
import { emptyGroup, withCause } from './group.ts';
import { isLasting, type Member, memberId } from './member.ts';
import { moveMember, type OpenGroup, type OpenGroups, withMember } from './open-groups.ts';
import { atOnce, type Place, placesOf, stormPlace } from './place.ts';
import type { Ledger } from './ledger.ts';
import type { CompiledPolicy } from './policy.ts';
import type { CompiledSilence } from './silence.ts';
import type { StormWatch } from './storm.ts';
import type { Teller } from './teller.ts';

export interface RoundNeeds {
  readonly groups: OpenGroups;
  readonly now: number;
  readonly storm: StormWatch;
  readonly teller: Teller;
  readonly ledger: Ledger;
  /** Those that hold now. */
  readonly silences: readonly CompiledSilence[];
  /** A policy by its name. */
  readonly policy: (name: string | undefined) => CompiledPolicy | undefined;
  readonly needsResolved: (channel: string) => boolean;
}

/** What the notifier does within one transaction. */
export interface Round {
  /** Puts a cause where it belongs; nobody is told before `tell`. */
  add(cause: Cause): void;
  /** Looks at a group that was kept. */
  open(key: string): void;
  /** What a silence that has ended kept back, or was told before it, and fires still, is due. */
  release(silence: CompiledSilence, open: readonly { readonly group: string; readonly id: string }[]): void;
  /** Tells what is due of the groups that were looked at, and writes them. */
  tell(): void;
}

export function openRound(needs: RoundNeeds): Round {
  const { groups, now } = needs;
  return {
    add: (cause) => (cause.status === 'firing' ? addFiring(needs, cause) : addResolved(needs, cause)),
    open: (key) => {
      groups.kept(key);
    },
    release: (silence, open) => {
      for (const { group, id } of open) release(groups.kept(group), id, silence, now);
    },
    tell: () => {
      for (const one of groups.all()) if (!one.place) dissolve(needs, one);
      for (const one of groups.all()) {
        const isDue = one.group?.dueAt !== undefined && one.group.dueAt <= now;
        if (isDue) tellGroup(needs, one);
      }
      groups.write();
    },
  };
}

function wasTold(member: Member | undefined): boolean {
  return member !== undefined && member.told.length > 0;
}

function silencedBy({ silences }: RoundNeeds, cause: Cause): KeptBack | undefined {
  const silence = silences.find(({ isAbout }) => isAbout(cause));
  if (!silence) return undefined;
  const { id, comment, author, scope } = silence;
  return { by: 'silence', id, comment, author, scope };
}

function inhibitedBy({ groups }: RoundNeeds, policy: CompiledPolicy | undefined, cause: Cause): KeptBack | undefined {
  const source = policy?.inhibits?.(cause, groups.firing(policy.name));
  if (!source) return undefined;
  const { rule, fingerprint, labels, scope } = source;
  return { by: 'inhibition', rule, fingerprint, labels, scope };
}

function put({ groups, now, ledger }: RoundNeeds, target: OpenGroup, cause: Cause, isOverflow: boolean): void {
  const timing = target.place?.timing ?? atOnce;
  const before = target.group ?? emptyGroup;
  target.group = withCause(before, cause, timing, { now, isOverflow });
  groups.noteMember(memberId(cause), target);
  if (target.group.state.overflow !== before.state.overflow) ledger.keptBack({ cause, news: 1 }, { by: 'storm' });
}

function addFiring(needs: RoundNeeds, cause: Cause): void {
  const { groups, storm, ledger, now } = needs;
  const policy = needs.policy(cause.policy);
  if (cause.isMuted) ledger.keptBack({ cause, news: 1 }, { by: 'mute', until: cause.mutedUntil });
  const isMeant = !cause.isMuted && silencedBy(needs, cause) === undefined;
  const isTooMany = isMeant && storm.isTooMany(cause.rule, now);
  const id = memberId(cause);
  const holders = isLasting(cause) ? groups.holding(id) : [];
  const isTold = holders.some(({ group }) => wasTold(group?.members.get(id)));
  const places = placesOf(cause, policy, isTold).map((place) => groups.at(place));
  // Where its labels, its policy or the routes have changed, it leaves the groups in which it was.
  for (const from of holders) move(needs, from, places, id);
  for (const place of places) {
    if (policy || !isTooMany) {
      put(needs, place, cause, isTooMany);
      continue;
    }
    put(needs, place, { ...cause, isMuted: true }, false);
    put(needs, groups.at(stormPlace(cause)), { ...cause, ends: 'never' }, true);
  }
  if (policy && isMeant && !isTooMany && !inhibitedBy(needs, policy, cause)) postAhead(needs, cause, places);
}

function move({ groups, now }: RoundNeeds, from: OpenGroup, to: readonly OpenGroup[], id: string): void {
  moveMember(from, to, id, now);
  for (const target of to) groups.noteMember(id, target);
}

/** What may have to wait for its group is in the message centre at once. */
function postAhead({ teller, ledger }: RoundNeeds, cause: Cause, places: readonly OpenGroup[]): void {
  teller.post({ cause, isAgain: false });
  if (places.length === 0) ledger.told({ cause, news: 1 });
  for (const place of places) {
    const member = place.group?.members.get(memberId(cause));
    if (place.group && member) place.group = withMember(place.group, { ...member, isPosted: true });
  }
}

/** What is over is over wherever it was put. */
function addResolved(needs: RoundNeeds, cause: Cause): void {
  const id = memberId(cause);
  const holders = needs.groups.holding(id);
  const members = holders.flatMap(({ group }) => group?.members.get(id) ?? []);
  const isKnown = members.some(({ isPosted, told }) => isPosted || told.length > 0);
  needs.teller.end(cause, isKnown && cause.ends === 'told');
  for (const holder of holders) put(needs, holder, cause, false);
}

function release(holder: OpenGroup | undefined, id: string, silence: CompiledSilence, now: number): void {
  const member = holder?.group?.members.get(id);
  if (!holder?.group || !member || !isReleased(member, silence)) return;
  const released = { ...member, news: Math.max(member.news, 1), silencedBy: silence.id, isPosted: false };
  holder.group = { ...withMember(holder.group, released), dueAt: now };
}

function isReleased({ cause, told, silencedBy: last }: Member, silence: CompiledSilence): boolean {
  return (last === silence.id || told.length > 0) && silence.isAbout(cause);
}

/** The policy has lost the route of the group: its alerts go to where they belong now. */
function dissolve(needs: RoundNeeds, from: OpenGroup): void {
  const { groups, teller, policy } = needs;
  for (const { id, cause, told } of from.group?.members.values() ?? []) {
    const places = placesOf(cause, policy(cause.policy), told.length > 0).map((place) => groups.at(place));
    move(needs, from, places, id);
  }
  teller.postDigests(from.group?.state.overflow ?? []);
  from.group = undefined;
}

function tellGroup(needs: RoundNeeds, one: OpenGroup): void {
  const { place, group } = one;
  if (!place || !group) return;
  const { teller, ledger } = needs;
  const flushed = flush(group, circumstancesOf(needs, place));
  for (const { member, by } of flushed.keptBack) ledger.keptBack(member, by);
  for (const member of [...flushed.news, ...flushed.over]) ledger.told(member);
  for (const { isPosted, cause, silencedBy: last } of flushed.news)
    if (!isPosted) teller.post({ cause, isAgain: last !== undefined });
  if (flushed.isTold) teller.postDigests(group.state.overflow);
  teller.tell(place, flushed.tellings, group.state);
  one.group = flushed.group;
}

function circumstancesOf(needs: RoundNeeds, { timing, channels, hours, policy }: Place): Circumstances {
  const { now, needsResolved } = needs;
  const closedUntil = hours === undefined || tellsAt(hours, now) ? undefined : (tellsNext(hours, now) ?? 'never');
  return {
    now,
    timing,
    channels,
    closedUntil,
    needsResolved,
    keptBackBy: (cause) => inhibitedBy(needs, policy, cause) ?? silencedBy(needs, cause),
  };
}
