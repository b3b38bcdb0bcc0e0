import type { HeardRequests } from './open-requests.ts';
import { type Hour, inHour, withFewerUnfinished } from './hours.ts';
import { inSlot } from './slots.ts';

/** What a body of events told about where it came from. Times in Unix milliseconds. */
export interface Heard {
  /** When it came. */
  readonly at: number;
  /** Who sent it: an agent's host, or an address. */
  readonly source: string;
  /** API servers that renewed their own leases in it (`apiserver-…` in `kube-system`). */
  readonly leases: readonly string[];
  readonly events: number;
  /** When the latest of its events happened, by the API server's clock; undefined where none has a time. */
  readonly newestAt: number | undefined;
  /** Events whose bodies the API server cut away (`audit.k8s.io/truncated`). */
  readonly truncated: number;
  readonly requests: HeardRequests;
}

/** The longest pause between two bodies, within a slot of time. */
interface Pause {
  readonly slot: number;
  readonly ms: number;
}

interface Count {
  readonly slot: number;
  readonly events: number;
}

/** The least delay of a body within a slot of time. */
interface Delay {
  readonly slot: number;
  readonly ms: number;
}

/** From its last body before to the first after. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** What is known of an API server from what it sent. */
export interface ApiServer {
  /** Its lease where that was seen, else who sends. */
  readonly name: string;
  readonly hasLease: boolean;
  readonly sources: readonly string[];
  readonly firstAt: number;
  readonly lastAt: number;
  readonly bodies: number;
  readonly newestAt: number | null;
  /** How much later than they happened the latest events came; below zero where its clock is ahead of ours. */
  readonly delayMs: number | null;
  readonly delays: readonly Delay[];
  readonly hours: readonly Hour[];
  /** When it was silent against its habit, and is not any more. */
  readonly gaps: readonly Gap[];
  readonly pauses: readonly Pause[];
  readonly counts: readonly Count[];
}

/** A webhook sends after half a minute at the latest (`--audit-webhook-batch-max-wait`), where there is anything. */
const usualPauseMs = 30_000;
/** Of how much of the past the habit is made. */
const pauseSlotMs = 300_000;
const pauseSlots = 12;
const countSlotMs = 10_000;
const countSlots = 6;
/** Before that, nobody knows a habit: somebody may have sent a few bodies by hand. */
const leastBodies = 5;
const leastMs = 30_000;
/** One that is silent for longer is taken to be gone for good. */
export const goneMs = 86_400_000;
const mostSources = 8;
const mostGaps = 8;

/** One that was heard for the first time, before what it said is taken. */
export function newApiServer(name: string, hasLease: boolean, at: number): ApiServer {
  return {
    name,
    hasLease,
    sources: [],
    firstAt: at,
    lastAt: at,
    bodies: 0,
    newestAt: null,
    delayMs: null,
    delays: [],
    hours: [],
    gaps: [],
    pauses: [],
    counts: [],
  };
}

/** What is known after a body. */
export function hear(server: ApiServer, heard: Heard): ApiServer {
  const { at, source, events, newestAt, requests } = heard;
  // A clock that was set back makes no pause.
  const pauseMs = Math.max(0, at - server.lastAt);
  const wasGap = server.bodies > 0 && pauseMs > silenceMs(server);
  return {
    ...server,
    sources: server.sources.includes(source) ? server.sources : [source, ...server.sources].slice(0, mostSources),
    lastAt: at,
    bodies: server.bodies + 1,
    newestAt: newestAt === undefined ? server.newestAt : Math.max(newestAt, server.newestAt ?? newestAt),
    delayMs: newestAt === undefined ? server.delayMs : at - newestAt,
    delays: newestAt === undefined ? server.delays : withDelay(server.delays, at, at - newestAt),
    hours: inHour(server.hours, at, {
      truncated: heard.truncated,
      tellsBegins: requests.begun.size > 0 || requests.endedKinds.length > 0,
      tellsEnds: requests.endedKinds.length > 0,
    }),
    gaps:
      gapSince(server, at) === undefined
        ? server.gaps
        : [...server.gaps, { from: server.lastAt, to: at }].slice(-mostGaps),
    // A gap is no habit.
    pauses: wasGap || server.bodies === 0 ? server.pauses : withPause(server.pauses, at, pauseMs),
    counts: withCount(server.counts, at, events),
  };
}

/** What is known after an end came of a request whose begin it had told. */
export function withEnds(server: ApiServer, at: number): ApiServer {
  return { ...server, hours: inHour(server.hours, at, { tellsEnds: true }) };
}

/** What is known after so many more requests were found to have no end, or fewer, as some ends came late. */
export function withUnfinished(server: ApiServer, foundAt: number, by: number): ApiServer {
  const { hours } = server;
  return {
    ...server,
    hours: by > 0 ? inHour(hours, foundAt, { unfinished: by }) : withFewerUnfinished(hours, foundAt, -by),
  };
}

function withPause(pauses: readonly Pause[], at: number, ms: number): readonly Pause[] {
  const slot = Math.floor(at / pauseSlotMs);
  return inSlot(pauses, { slot, slots: pauseSlots }, (same) => ({ slot, ms: Math.max(ms, same?.ms ?? 0) }));
}

function withDelay(delays: readonly Delay[], at: number, ms: number): readonly Delay[] {
  const slot = Math.floor(at / pauseSlotMs);
  return inSlot(delays, { slot, slots: pauseSlots }, (same) => ({ slot, ms: Math.min(ms, same?.ms ?? ms) }));
}

function withCount(counts: readonly Count[], at: number, events: number): readonly Count[] {
  const slot = Math.floor(at / countSlotMs);
  return inSlot(counts, { slot, slots: countSlots }, (same) => ({ slot, events: events + (same?.events ?? 0) }));
}

/** For how long it must be silent until that is a gap: three times its longest pause of the last hour, a minute and a half at least. */
export function silenceMs({ pauses }: Pick<ApiServer, 'pauses'>): number {
  return 3 * Math.max(usualPauseMs, ...pauses.map(({ ms }) => ms));
}

/** Since when it is silent against its habit; undefined where it is not, or is gone for good, or nobody knows its habit yet. */
export function gapSince(server: ApiServer, now: number): number | undefined {
  const { bodies, firstAt, lastAt } = server;
  if (bodies < leastBodies || lastAt - firstAt < leastMs) return undefined;
  const silent = now - lastAt;
  return silent > silenceMs(server) && silent < goneMs ? lastAt : undefined;
}

/** Events a second, over the last minute. */
export function eventsPerSecond({ counts }: Pick<ApiServer, 'counts'>, now: number): number {
  const since = Math.floor(now / countSlotMs) - countSlots;
  const events = counts.filter(({ slot }) => slot > since).reduce((sum, one) => sum + one.events, 0);
  return events / ((countSlotMs * countSlots) / 1000);
}

/** How far its clock is ahead at least: events came before they happened. Zero where none did in the last hour. */
export function aheadMs({ delays }: Pick<ApiServer, 'delays'>): number {
  return Math.max(0, ...delays.map(({ ms }) => -ms));
}
