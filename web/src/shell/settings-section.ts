import type { Role } from '../api/session.ts';

/** Where the settings open: at what each may change. */
export function settingsSection(role: Role): 'users' | 'appearance' {
  return role === 'admin' ? 'users' : 'appearance';
}
