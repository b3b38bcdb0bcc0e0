interface RecentTexts {
  /** The newest first. */
  readonly read: () => readonly string[];
  readonly remember: (text: string) => void;
}

/** What ran in this browser. */
export const recentStatements = recentTexts('whodunit.statements', 50);
export const recentSearches = recentTexts('whodunit.searches', 20);

function recentTexts(storageKey: string, kept: number): RecentTexts {
  function read(): readonly string[] {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
      return Array.isArray(stored) ? stored.filter((entry) => typeof entry === 'string') : [];
    } catch {
      return [];
    }
  }
  return {
    read,
    remember(text) {
      const others = read().filter((other) => other !== text);
      localStorage.setItem(storageKey, JSON.stringify([text, ...others].slice(0, kept)));
    },
  };
}
