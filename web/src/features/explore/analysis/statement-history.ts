/** The statements that ran in this browser, newest first. */
const storageKey = 'whodunit.statements';
const kept = 50;

export function readStatements(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(stored) ? stored.filter((entry) => typeof entry === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberStatement(query: string): void {
  const others = readStatements().filter((other) => other !== query);
  localStorage.setItem(storageKey, JSON.stringify([query, ...others].slice(0, kept)));
}
