/** Where in the page something is shown: all that links into it from outside. `base` is the public address of the server. */
export const pageAddress = {
  /** The message centre. */
  inbox: (base: string): string => addressOf(base, '/alerts/inbox'),
  /** The alert that a cause is about, by the key of the cause. */
  alert: (base: string, cause: string): string => addressOf(base, '/alerts/history', { cause }),
  /** The alerts of a rule. */
  alertsOf: (base: string, rule: string): string => addressOf(base, '/alerts/history', { rule }),
  /** What a query finds in the explorer. */
  events: (base: string, search: EventsSearch): string => addressOf(base, '/explore', { ...search, noise: 'show' }),
  /** A dashboard, with a range, filters and variables. */
  report: (base: string, id: string, search: Readonly<Record<string, unknown>>): string =>
    addressOf(base, `/reports/${encodeURIComponent(id)}`, search),
} as const;

interface EventsSearch {
  readonly q: string;
  /** RFC 3339. */
  readonly from: string;
  readonly to: string;
  /** Names; left out: all. */
  readonly clusters?: readonly string[];
}

function addressOf(base: string, path: string, parameters: Readonly<Record<string, unknown>> = {}): string {
  const written = Object.entries(parameters).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(parameterOf(value))}`,
  );
  return `${base.replace(/\/+$/, '')}${path}${written.length > 0 ? `?${written.join('&')}` : ''}`;
}

/** The page reads a parameter as JSON, and as the text that it is where it is none. */
function parameterOf(value: unknown): string {
  return typeof value === 'string' && !isJson(value) ? value : JSON.stringify(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
