import { inSlot } from './slots.ts';

/** What an API server told within an hour of requests, and what it left out. */
export interface Hour {
  readonly slot: number;
  /** Events whose bodies it cut away. */
  readonly truncated: number;
  /** Requests whose end never came. */
  readonly unfinished: number;
  /** Whether it told that a request began, and that one ended whose begin it had told: a policy may leave out either. */
  readonly tellsBegins: boolean;
  readonly tellsEnds: boolean;
}

const hourMs = 3_600_000;
/** What was left out is told for a day. */
const keptHours = 25;

/** Notes more of the hour in which a moment lies. */
export function inHour(known: readonly Hour[], at: number, more: Partial<Omit<Hour, 'slot'>>): readonly Hour[] {
  const { truncated = 0, unfinished = 0, tellsBegins = false, tellsEnds = false } = more;
  const slot = Math.floor(at / hourMs);
  return inSlot(known, { slot, slots: keptHours }, (same) => ({
    slot,
    truncated: (same?.truncated ?? 0) + truncated,
    unfinished: (same?.unfinished ?? 0) + unfinished,
    tellsBegins: same?.tellsBegins === true || tellsBegins,
    tellsEnds: same?.tellsEnds === true || tellsEnds,
  }));
}

/** Takes back what was noted as unfinished in an hour. */
export function withFewerUnfinished(known: readonly Hour[], foundAt: number, fewer: number): readonly Hour[] {
  const slot = Math.floor(foundAt / hourMs);
  return known.map((one) => (one.slot === slot ? { ...one, unfinished: Math.max(0, one.unfinished - fewer) } : one));
}

/** Why nobody can tell whether requests of an API server are without an end. */
export const unfinishedReasons = [
  /** Nothing told that a request began: its policy leaves out RequestReceived, or it is heard together with others only. */
  'no-begins',
  /** Requests began, and the end of none was told: its policy leaves out ResponseComplete. */
  'no-ends',
] as const;

export type UnfinishedReason = (typeof unfinishedReasons)[number];

/** What an API server left out in the last day. */
export interface LeftOut {
  /** Events whose bodies it cut away. */
  readonly truncated: number;
  /** Requests that began and whose end never came, those that are known; undefined where nobody can tell. */
  readonly unfinished: number | undefined;
  readonly unfinishedReason: UnfinishedReason | undefined;
}

/** Adds up what it left out. */
export function leftOutBy({ hours }: { readonly hours: readonly Hour[] }, now: number): LeftOut {
  const since = Math.floor(now / hourMs) - keptHours;
  const day = hours.filter(({ slot }) => slot > since);
  const truncated = day.reduce((sum, hour) => sum + hour.truncated, 0);
  const unknown = (unfinishedReason: UnfinishedReason) => ({ truncated, unfinished: undefined, unfinishedReason });
  if (!day.some(({ tellsBegins }) => tellsBegins)) return unknown('no-begins');
  if (!day.some(({ tellsEnds }) => tellsEnds)) return unknown('no-ends');
  const unfinished = day.reduce((sum, hour) => sum + hour.unfinished, 0);
  return { truncated, unfinished, unfinishedReason: undefined };
}
