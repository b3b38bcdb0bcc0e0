import { useSyncExternalStore } from 'react';

/** Small choices of this browser: they change how things look, never what is asked (that is in the URL). */
export interface Preferences {
  readonly zone: string;
  readonly railPinned: boolean;
  readonly drawerWidth: number;
  readonly facetsShown: boolean;
  /** Whether events that are alike stand in one row of a list. */
  readonly groupsAlike: boolean;
  /** The fields whose values the explorer counts. */
  readonly facetFields: readonly string[];
  /** The case that things are pinned to; empty: none yet. */
  readonly caseId: string;
}

const storageKey = 'whodunit.preferences';
const defaults: Preferences = {
  zone: 'local',
  railPinned: false,
  drawerWidth: 560,
  facetsShown: true,
  groupsAlike: true,
  facetFields: [
    'user.username',
    'verb',
    'objectRef.resource',
    'objectRef.namespace',
    'responseStatus.code',
    'sourceIPs',
    'userAgent',
  ],
  caseId: '',
};
const listeners = new Set<() => void>();
let current = load();

/** The preferences, and a function that changes some of them. */
export function usePreferences(): readonly [Preferences, (change: Partial<Preferences>) => void] {
  const value = useSyncExternalStore(subscribe, () => current);
  return [value, changePreferences];
}

function changePreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(storageKey, JSON.stringify(current));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function load(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return defaults;
    const kept = Object.entries(defaults).map(([name, value]) => {
      const found: unknown = Reflect.get(stored, name);
      return [name, isLike(found, value) ? found : value];
    });
    return Object.fromEntries(kept) as Preferences;
  } catch {
    return defaults;
  }
}

/** Says whether what was stored is of the kind of a default; lists are of texts. */
function isLike(found: unknown, value: unknown): boolean {
  if (!Array.isArray(value)) return typeof found === typeof value;
  return Array.isArray(found) && found.every((item) => typeof item === 'string');
}
