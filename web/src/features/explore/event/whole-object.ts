import { isObject, type Json, member, textAt } from '../../../api/json.ts';
import type { EventItem } from '../use-log.ts';

/** What of a change can be shown, by what the policy kept of it and whether it changed anything. */
export type ChangeKept =
  /** The caller may not see bodies. */
  | 'hidden'
  | 'none'
  /** What was asked for, and not what came of it. */
  | 'request'
  /** It was refused or failed. */
  | 'unchanged'
  | 'whole';

const changing: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete']);

/** Whether an event may have changed an object: one of which it is worth saying what. */
export function mayChange({ facts }: EventItem): boolean {
  return facts.resource !== '' && changing.has(facts.verb);
}

export function keptOf({ event: { json }, facts }: EventItem): ChangeKept {
  if (member(json, '__redacted__') !== undefined) return 'hidden';
  if (facts.outcome !== 'ok') return 'unchanged';
  if (wholeObject(json)) return 'whole';
  return member(json, 'requestObject') === undefined || facts.verb === 'delete' ? 'none' : 'request';
}

/** The name of the object of an event: one that the server generated stands in the answer alone. */
export function nameOf({ event: { json }, facts }: EventItem): string {
  return facts.name || textAt(json, 'responseObject', 'metadata', 'name');
}

/** The object that an event answers with; undefined where it answers with none. */
export function wholeObject(json: Json): Json | undefined {
  const answer = member(json, 'responseObject');
  const isOther = ['Status', 'Scale', 'TokenRequest', 'Eviction', 'Binding'].includes(textAt(answer, 'kind'));
  return isObject(answer) && !isOther && isObject(member(answer, 'metadata')) ? answer : undefined;
}
