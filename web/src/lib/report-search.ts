import { canonicalTime, type TimeRange } from './time-range.ts';
import { withoutUndefined } from './explore-search.ts';

/** How often a report asks anew by itself, in seconds. */
export const refreshSeconds = [15, 60, 300, 900] as const;
export type RefreshSeconds = (typeof refreshSeconds)[number];

/** The whole state of a report, as its URL holds it; what is left out has its default. Variables stand as `var.NAME`. */
export interface ReportSearch {
  readonly from?: string;
  readonly to?: string;
  readonly tz?: string;
  readonly namespace?: readonly string[];
  readonly user?: readonly string[];
  readonly code?: readonly string[];
  readonly refresh?: RefreshSeconds;
  /** The panel that fills the screen. */
  readonly panel?: string;
  readonly [variable: `var.${string}`]: string;
}

const variable = /^var\.[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Reads the state of a report from a URL; what cannot be read is left out. */
export function validateReportSearch(search: Record<string, unknown>): ReportSearch {
  const variables = Object.keys(search).flatMap((name) => {
    const value = textOf(search[name]);
    return variable.test(name) && value !== undefined ? [[name, value] as const] : [];
  });
  return {
    ...Object.fromEntries(variables),
    ...withoutUndefined({
      from: textOf(search['from']) || undefined,
      to: textOf(search['to']) || undefined,
      tz: textOf(search['tz']) || undefined,
      namespace: textsOf(search['namespace']),
      user: textsOf(search['user']),
      code: textsOf(search['code']),
      refresh: refreshSeconds.find((seconds) => seconds === search['refresh']),
      panel: textOf(search['panel']) || undefined,
    }),
  };
}

/** The variables that a URL sets, by name. */
export function variablesOf(search: ReportSearch): Readonly<Record<string, string>> {
  const set = Object.entries(search).flatMap(([name, value]) =>
    name.startsWith('var.') && typeof value === 'string' ? [[name.slice(4), value] as const] : [],
  );
  return Object.fromEntries(set);
}

/** The range of a URL; without one, the last so much time, as the dashboard says it (`-7d`). */
export function reportRangeOf({ from, to }: ReportSearch, ago: string): TimeRange {
  return { from: canonicalTime(from ?? ago), to: canonicalTime(to ?? 'now') };
}

/** One value or several of them; none is no condition. */
function textsOf(value: unknown): readonly string[] | undefined {
  const texts = (Array.isArray(value) ? value : [value]).flatMap((item) => textOf(item) ?? []);
  const distinct = [...new Set(texts)].slice(0, 100);
  return distinct.length > 0 ? distinct : undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value.slice(0, 10_000) : undefined;
}
