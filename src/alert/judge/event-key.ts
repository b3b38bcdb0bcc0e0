import type { Cell } from '../../rules/index.ts';

/** Fields that tell an event from others, whole or truncated, as `audit/identity.ts` has it. An auditID alone is chosen by the client. */
export const eventIdentity = [
  '__cluster__',
  'auditID',
  'stage',
  'stageTimestamp',
  'user.username',
  'verb',
  'requestURI',
  'responseStatus.code',
] as const;

/** What tells the event of a row from all others. */
export function eventKey(row: Readonly<Record<string, Cell>>): string {
  return JSON.stringify(eventIdentity.map((name) => row[name] ?? null));
}
