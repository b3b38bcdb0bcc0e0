import { canonicalTime, defaultRange, type TimeRange } from './time-range.ts';

export const views = ['events', 'timeline', 'analysis', 'live', 'patterns'] as const;
export type View = (typeof views)[number];

/** The whole state of the explorer, as its URL holds it; what is left out has its default. */
export interface ExploreSearch {
  readonly q?: string;
  readonly from?: string;
  readonly to?: string;
  readonly tz?: string;
  readonly view?: Exclude<View, 'events'>;
  /** Controllers and kubelets are hidden unless this says `show`; `people` hides all accounts that are no person's. */
  readonly noise?: 'show' | 'people';
  readonly cols?: readonly string[];
  /** The open event: auditID, a slash, and its stage. */
  readonly event?: string;
  readonly chart?: string;
  /** Whose lanes the timeline has; of objects where it is left out. */
  readonly by?: 'user';
  /** The newest events come first unless this says otherwise. */
  readonly order?: 'asc';
  /** What the histogram is compared with. */
  readonly compare?: 'before';
  /** A moment that is marked in the histogram. */
  readonly at?: string;
}

/** Reads the explorer's state from a URL; what cannot be read is left out. */
export function validateExploreSearch(search: Record<string, unknown>): ExploreSearch {
  const text = (name: string): string | undefined => {
    const value = search[name];
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const view = views.find((view) => view === search['view']);
  const columns = Array.isArray(search['cols']) ? search['cols'].filter((name) => typeof name === 'string') : undefined;
  return withoutUndefined({
    q: text('q'),
    from: text('from'),
    to: text('to'),
    tz: text('tz'),
    view: view === 'events' ? undefined : view,
    noise: (['show', 'people'] as const).find((noise) => noise === search['noise']),
    cols: columns,
    event: text('event'),
    chart: text('chart'),
    by: search['by'] === 'user' ? ('user' as const) : undefined,
    order: search['order'] === 'asc' ? ('asc' as const) : undefined,
    compare: search['compare'] === 'before' ? ('before' as const) : undefined,
    at: text('at'),
  });
}

/** The range of a URL. */
export function rangeOf(search: ExploreSearch): TimeRange {
  return { from: canonicalTime(search.from ?? defaultRange.from), to: canonicalTime(search.to ?? defaultRange.to) };
}

type Without<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The record without the members that are undefined. */
export function withoutUndefined<T extends object>(record: T): Without<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Without<T>;
}
