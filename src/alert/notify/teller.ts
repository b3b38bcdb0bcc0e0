import { enqueue, type Message, messageLanguages, post } from '../../delivery/index.ts';
import type { Transaction } from '../../records/index.ts';
import { severities } from '../../rules/index.ts';
import type { Cause } from '../cause.ts';
import type { Telling } from './flush.ts';
import { type GroupState, joinedScope } from './group.ts';
import { isLasting, type Member, type Overflow } from './member.ts';
import { alertMessage, digestMessage, groupMessage, onlyOne, type Style } from './message/index.ts';
import type { Place } from './place.ts';
import { digestOf } from './policy.ts';
import { textsOf } from './texts/index.ts';

/** Of messages for a channel that is not there. */
const [defaultLanguage] = messageLanguages;

export interface TellerNeeds {
  readonly transaction: Transaction;
  readonly now: number;
  readonly publicUrl: string | undefined;
  /** A silence that was, by its id. */
  readonly silence: (id: string) => { readonly comment: string; readonly author: string } | undefined;
  readonly hasPolicy: (name: string) => boolean;
}

/** Makes messages of what is to be told, and puts them into the outbox and the message centre. */
export interface Teller {
  tell(place: Place, tellings: readonly Telling[], state: GroupState): void;
  /** Puts an alert into the message centre; `isAgain` where it may be there already. */
  post(alert: { readonly cause: Cause; readonly isAgain: boolean }): void;
  /** An alert is over: the message centre knows, and says so where that is to be told. */
  end(cause: Cause, isTold: boolean): void;
  postDigests(overflow: readonly Overflow[]): void;
}

export function createTeller(needs: TellerNeeds): Teller {
  const { transaction, now } = needs;
  const styleOf = (language: string): Style => ({ language, publicUrl: needs.publicUrl, now });

  function send(place: Place, channel: string, part: Part): void {
    const { message, causes, scope } = part;
    // What is told for the first time is known by its cause, whoever evaluates it once more.
    const moment = place.ref.kind === 'direct' && part.isFirst ? [] : [String(now)];
    const key = digestOf([channel, place.key, message.kind, message.severity, ...causes, ...moment]);
    enqueue(transaction, { key, channel, sequence: place.key, message, scope: JSON.stringify(scope), dueAt: now });
  }

  function tellChannel(place: Place, telling: Telling, state: GroupState): void {
    const language = transaction.channels.find(telling.channel)?.language ?? defaultLanguage;
    const style = styleOf(language);
    for (const part of partsOf(telling)) {
      const members = [...part.firing, ...part.repeated, ...part.over];
      if (members.length === 0) continue;
      send(place, telling.channel, {
        message: messageOf(place, part, { style, state, needs }),
        causes: members.map(({ cause }) => cause.key),
        scope: scopeOf(members.map(({ cause }) => cause.scope)),
        isFirst: members.every(({ silencedBy }) => silencedBy === undefined),
      });
    }
    for (const { severity, overflow } of bySeverity(telling.overflow)) {
      const message = digestMessage(severity, overflow, style);
      send(place, telling.channel, {
        message,
        causes: [],
        scope: scopeOf(overflow.map((one) => one.scope)),
        isFirst: false,
      });
    }
  }

  return {
    tell: (place, tellings, state) => {
      for (const telling of tellings) tellChannel(place, telling, state);
    },
    post: ({ cause, isAgain }) => {
      const key = digestOf(['post', cause.key, ...(isAgain ? [String(now)] : [])]);
      const problem = problemOf(cause);
      const write = (language: string): Message =>
        alertMessage(cause, styleOf(language), { problem, faults: faultsOf(cause, needs, language) });
      post(transaction, { key, write, scope: JSON.stringify(cause.scope) });
    },
    end: (cause, isTold) => {
      const problem = problemOf(cause);
      if (problem !== undefined) transaction.inbox.resolve(problem);
      if (!isTold) return;
      const write = (language: string): Message => alertMessage(cause, styleOf(language), { problem });
      post(transaction, { key: digestOf(['post', cause.key]), write, scope: JSON.stringify(cause.scope) });
    },
    postDigests: (all) => {
      for (const { severity, overflow } of bySeverity(all)) {
        const write = (language: string): Message => digestMessage(severity, overflow, styleOf(language));
        const rules = overflow.map(({ rule, firstAt }) => `${rule} ${firstAt}`);
        const key = digestOf(['digest', severity, String(now), ...rules]);
        post(transaction, { key, write, scope: JSON.stringify(scopeOf(overflow.map((one) => one.scope))) });
      }
    },
  };
}

/** A message and what makes it one. */
interface Part {
  readonly message: Message;
  /** The keys of its causes. */
  readonly causes: readonly string[];
  readonly scope: Cause['scope'];
  /** Whether none of it was told before, or kept back. */
  readonly isFirst: boolean;
}

/** What is over is told by itself where nothing fires any more: the problem is then closed wherever it is open. */
function partsOf(telling: Telling): readonly Telling[] {
  const { firing, repeated, over, open } = telling;
  if (over.length === 0 || open > 0 || firing.length + repeated.length === 0) return [telling];
  return [
    { ...telling, over: [] },
    { ...telling, firing: [], repeated: [] },
  ];
}

interface MessageNeeds {
  readonly style: Style;
  readonly state: GroupState;
  readonly needs: TellerNeeds;
}

function messageOf(place: Place, part: Telling, { style, state, needs }: MessageNeeds): Message {
  const only = onlyOne(part);
  const isEnd = part.firing.length + part.repeated.length === 0;
  const hasProblem = part.open > 0 || isEnd;
  const groupProblem = `${place.key}/${state.openedAt ?? needs.now}`;
  if (!only) return groupMessage(part, style, hasProblem ? groupProblem : undefined);
  const problem = place.isAlone ? problemOf(only.cause) : groupProblem;
  const silenceEnded = only.silencedBy === undefined ? undefined : needs.silence(only.silencedBy);
  return onlyMessage(only, part, { style, problem: hasProblem ? problem : undefined, silenceEnded, needs });
}

interface OnlyNeeds {
  readonly style: Style;
  readonly problem: string | undefined;
  readonly silenceEnded: { readonly comment: string; readonly author: string } | undefined;
  readonly needs: TellerNeeds;
}

function onlyMessage(member: Member, part: Telling, { style, problem, silenceEnded, needs }: OnlyNeeds): Message {
  const { cause, news } = member;
  const faults =
    cause.policy !== undefined && !needs.hasPolicy(cause.policy) ? faultsOf(cause, needs, style.language) : [];
  const message = alertMessage(cause, style, { news: Math.max(news, 1), problem, silenceEnded, faults });
  // The group goes on where others of it fire; and whoever hears of it for the first time when it is over hears of an alert.
  const isAlert = part.open > 0 || part.firing.includes(member);
  return isAlert ? { ...message, kind: 'alert' } : message;
}

/** What tells the same problem from its first message to its last. */
function problemOf(cause: Cause): string | undefined {
  return isLasting(cause) ? cause.episode : undefined;
}

/** Who should have been told and cannot be. */
function faultsOf(cause: Cause, { transaction, hasPolicy }: TellerNeeds, language: string): readonly string[] {
  const texts = textsOf(language);
  const isLost = cause.policy !== undefined && !hasPolicy(cause.policy);
  const channels = cause.policy === undefined || isLost ? cause.channels : [];
  return [
    ...(isLost ? [texts.unknownPolicy(cause.policy)] : []),
    ...channels
      .filter((name) => transaction.channels.find(name) === undefined)
      .map((name) => texts.unknownChannel(name)),
  ];
}

function bySeverity(
  all: readonly Overflow[],
): readonly { readonly severity: Cause['severity']; readonly overflow: readonly Overflow[] }[] {
  return severities
    .map((severity) => ({ severity, overflow: all.filter((one) => one.severity === severity) }))
    .filter(({ overflow }) => overflow.length > 0);
}

function scopeOf(scopes: readonly Cause['scope'][]): Cause['scope'] {
  return scopes.reduce((left, right) => joinedScope(left, right));
}
