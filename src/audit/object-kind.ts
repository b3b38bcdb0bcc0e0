import { beginsAsEnvelope, startsWith } from './envelope.ts';
import { foldMember } from './json/canonical.ts';

/** Why an event cannot be read; such events are kept as dead letters. */
export type UnreadableReason = 'not-json' | 'not-an-object' | 'not-an-event' | 'no-audit-id';

/** What is known of an object while its members are walked over. */
export interface Seen {
  /** Nothing yet that a list does not have. */
  mayBeList: boolean;
  isEvent: boolean;
  hasAuditId: boolean;
  kind: string | undefined;
  /** Where `items` stands, or one of `items`. */
  items: number;
  /** Where a list stands that plainly holds events, whatever its name; -1 where there is none. */
  events: number;
}

/** What an object has instead of a list of items. */
export const items = { none: -1, null: -2, noList: -3 } as const;

/** What is known of an object before its first member. */
export function nothingSeen(): Seen {
  return { mayBeList: true, isEvent: true, hasAuditId: false, kind: undefined, items: items.none, events: -1 };
}

/** Why an object is no event; undefined where it is one. */
export function reasonOf({ isEvent, hasAuditId }: Seen): UnreadableReason | undefined {
  return isEvent ? (hasAuditId ? undefined : 'no-audit-id') : 'not-an-event';
}

/** Whether an object is no event and holds some: its head may be damaged so that it is JSON still. */
export function holdsEvents({ hasAuditId, events }: Seen): boolean {
  return !hasAuditId && events >= 0;
}

/** Whether an object is a list: kubectl calls any list `List`. */
export function isList({ kind }: Seen): boolean {
  return kind === 'EventList' || kind === 'List';
}

/** Whether `items` that come now are those of a list. */
export function mayHoldItems(seen: Seen): boolean {
  return seen.kind === undefined ? seen.mayBeList : isList(seen);
}

type TopMember = 'kind' | 'apiVersion' | 'metadata' | 'items' | 'auditID' | 'event';

const topMembers: readonly TopMember[] = ['kind', 'apiVersion', 'metadata', 'items', 'auditID', 'event'];
const topLiterals = topMembers.map((name) => ({ name, bytes: new TextEncoder().encode(`"${name}"`) }));
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Which of the members that tell an event from a list a key is; exactly, or as Go folds it. */
export function topMember(bytes: Uint8Array, from: number, to: number): TopMember | undefined {
  const length = to - from;
  for (const literal of topLiterals) {
    if (literal.bytes.length !== length) continue;
    let same = 1;
    while (same < length && ((bytes[from + same] as number) | 0x20) === ((literal.bytes[same] as number) | 0x20))
      same += 1;
    if (same === length) return literal.name;
  }
  if (length > 128) return undefined;
  for (let index = from; index < to; index += 1) {
    if ((bytes[index] as number) < 0x80 && bytes[index] !== 0x5c) continue;
    const folded = foldMember(String(JSON.parse(decoder.decode(bytes.subarray(from, to)))), topMembers);
    return topMembers.find((name) => name === folded);
  }
  return undefined;
}

/** Takes notice of a member, as `EventReader` would read it. */
export function note(seen: Seen, name: TopMember | undefined, bytes: Uint8Array, from: number, to: number): void {
  seen.mayBeList &&= name === 'kind' || name === 'apiVersion' || name === 'metadata';
  if (bytes[from] === 0x5b && seen.events < 0 && isPlainlyEvent(bytes, from + 1)) seen.events = from;
  const isNull = bytes[from] === 0x6e;
  if (name === 'items') seen.items = bytes[from] === 0x5b ? from : isNull ? items.null : items.noList;
  if (isNull || name === undefined || name === 'metadata' || name === 'items' || name === 'event') return;
  const isString = bytes[from] === 0x22;
  if (name === 'auditID') {
    if (isString) seen.hasAuditId = to - from > 2;
    return;
  }
  const text = isString && to - from < 128 ? String(JSON.parse(decoder.decode(bytes.subarray(from, to)))) : '';
  if (name === 'kind') seen.kind = text;
  seen.isEvent &&= name === 'kind' ? text === 'Event' : text.startsWith('audit.k8s.io/');
}

const eventHead = new TextEncoder().encode('{"kind":"Event",');

/** Whether an event begins here as a log has it, or one in an envelope. */
export function beginsAsEvent(bytes: Uint8Array, at: number): boolean {
  return startsWith(bytes, at, eventHead) || beginsAsEnvelope(bytes, at);
}

/** The tokens that an event begins with: in a log, in the lists of a webhook. Blanks may stand between them. */
const heads = [
  ['{', '"kind"', ':', '"Event"', ',', '"apiVersion"', ':', '"audit.k8s.io/'],
  ['{', '"level"', ':', '"None"'],
  ['{', '"level"', ':', '"Metadata"'],
  ['{', '"level"', ':', '"Request"'],
  ['{', '"level"', ':', '"RequestResponse"'],
].map((tokens) => tokens.map((token) => new TextEncoder().encode(token)));

/** Whether what begins here says so plainly that it is an event that other text before it makes no difference. */
export function isPlainlyEvent(bytes: Uint8Array, at: number): boolean {
  if (beginsAsEnvelope(bytes, at)) return true;
  return heads.some((tokens) => {
    let position = at;
    return tokens.every((token) => {
      while (isBlank(bytes[position])) position += 1;
      if (!startsWith(bytes, position, token)) return false;
      position += token.length;
      return true;
    });
  });
}

/** JSON's own blanks. */
export function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
