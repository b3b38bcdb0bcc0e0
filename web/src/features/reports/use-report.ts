import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type Dashboard, type FilterName, filterNames } from '../../../../src/dashboards/index.ts';
import type { RunRequest } from '../../api/dashboards.ts';
import { withoutUndefined } from '../../lib/explore-search.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { reportRangeOf, type ReportSearch, validateReportSearch, variablesOf } from '../../lib/report-search.ts';
import { absolute, canonicalTime, type FixedRange, resolveRange, type TimeRange } from '../../lib/time-range.ts';
import { isZone, localZone } from '../../lib/time-zone.ts';
import { useMoment } from '../../lib/use-moment.ts';
import { useChosenClusters } from '../../lib/use-chosen-clusters.ts';

type Change = { readonly [K in keyof ReportSearch]?: ReportSearch[K] | undefined };

/** A report as it is looked at: its dashboard, and what the URL chooses. */
export interface Report {
  readonly dashboard: Dashboard;
  /** Ids of panels that one run asks for together. */
  readonly together: readonly (readonly string[])[];
  readonly search: ReportSearch;
  readonly range: TimeRange;
  /** The range at the moment of the run; undefined where it is empty or cannot be read. */
  readonly fixed: FixedRange | undefined;
  readonly zone: string;
  readonly clusters: readonly string[];
  /** The filters that the dashboard offers, with what they are set to. */
  readonly filters: { readonly [Name in FilterName]?: readonly string[] };
  /** The values of the dashboard's variables, set or their defaults. */
  readonly variables: Readonly<Record<string, string>>;
  /** What is sent for each panel; undefined without a range. */
  readonly asked: RunRequest | undefined;
  /** The moment of the run in Unix milliseconds: a later one asks anew. */
  readonly ranAt: number;
  readonly change: (change: Change, replace?: boolean) => void;
  readonly setRange: (range: TimeRange) => void;
  readonly refresh: () => void;
  readonly setFilter: (name: FilterName, values: readonly string[]) => void;
  readonly setVariable: (name: string, value: string) => void;
}

const noneTogether: Report['together'] = [];

/** The report's state: the URL, and the moment at which relative times were fixed. */
export function useReport(dashboard: Dashboard, language: string, together: Report['together'] = noneTogether): Report {
  const given = useSearch({ strict: false });
  const search = useMemo(() => validateReportSearch(given), [given]);
  const navigate = useNavigate();
  const [clusters] = useChosenClusters();
  const [preferences] = usePreferences();
  const zone = chooseZone(search.tz ?? preferences.zone);
  const { from, to } = reportRangeOf(search, dashboard.range);
  const [ranAt, refresh] = useMoment([from, to].join('\n'));
  const change = useCallback(
    (change: Change, replace = false) => {
      void navigate({ to: '.', replace, search: (previous) => withoutUndefined({ ...previous, ...change }) });
    },
    [navigate],
  );
  const fixed = useMemo(() => resolveRange({ from, to }, ranAt, zone), [from, to, ranAt, zone]);
  const filters = useMemo(() => filtersOf(dashboard, search), [dashboard, search]);
  const variables = useMemo(() => {
    const set = variablesOf(search);
    return Object.fromEntries(dashboard.variables.map(({ name, default: value }) => [name, set[name] ?? value]));
  }, [dashboard, search]);
  const asked = useMemo(
    (): RunRequest | undefined =>
      fixed && {
        ...absolute(fixed),
        timeZone: zone,
        language,
        filters: mutable(filters),
        variables,
        ...(clusters.length > 0 ? { clusters: [...clusters] } : {}),
      },
    [fixed, zone, language, filters, variables, clusters],
  );
  return {
    dashboard,
    together,
    search,
    range: { from, to },
    fixed,
    zone,
    clusters,
    filters,
    variables,
    asked,
    ranAt,
    change,
    setRange: (range) => {
      if (canonicalTime(range.from) === from && canonicalTime(range.to) === to) refresh();
      change({ from: range.from, to: range.to });
    },
    refresh,
    setFilter: (name, values) => {
      const set: { [Name in FilterName]?: readonly string[] | undefined } = {};
      set[name] = values.length > 0 ? values : undefined;
      change(set);
    },
    setVariable: (name, value) => {
      const isDefault = dashboard.variables.some((other) => other.name === name && other.default === value);
      change({ [`var.${name}`]: isDefault ? undefined : value });
    },
  };
}

/** What the URL sets of the filters that the dashboard offers. */
function filtersOf({ filters }: Dashboard, search: ReportSearch): Report['filters'] {
  const set = filterNames.flatMap((name) => {
    const values = search[name];
    return filters.includes(name) && values !== undefined ? [[name, values] as const] : [];
  });
  return Object.fromEntries(set);
}

function mutable(filters: Report['filters']): NonNullable<RunRequest['filters']> {
  return Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, [...values]]));
}

function chooseZone(name: string): string {
  return name !== 'local' && isZone(name) ? name : localZone();
}
