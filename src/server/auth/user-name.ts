import type { Diagnostic } from '../../base/index.ts';

const pattern = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u;

/** Actors of the activity log that are no users. */
const taken = new Set(['local-admin', 'anonymous', 'whodunit']);

/** What is wrong with the name of a new user. A colon is for tokens, so that no user passes for one. */
export function checkUserName(name: string): readonly Diagnostic[] {
  if (taken.has(name.toLowerCase())) {
    const message = `no user is named "${name}": the activity log means somebody else by it`;
    return [{ code: 'bad-user-name', severity: 'error', message, hint: 'choose another name' }];
  }
  if (pattern.test(name)) return [];
  const message = 'the name of a user is 1 to 64 letters, digits, dots, underscores, at signs and hyphens';
  return [{ code: 'bad-user-name', severity: 'error', message, hint: 'it begins with a letter or a digit' }];
}
