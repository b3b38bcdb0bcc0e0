import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { LogQuery } from '../../api/search.ts';
import { type ExploreSearch, rangeOf, type View, withoutUndefined } from '../../lib/explore-search.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { condition, conjoin, negation, splitQuery, toggleCondition } from '../../lib/query-text.ts';
import { useChosenClusters } from '../../lib/use-chosen-clusters.ts';
import { absolute, type FixedRange, resolveRange, type TimeRange, zoomOut } from '../../lib/time-range.ts';
import { isZone, localZone } from '../../lib/time-zone.ts';
import type { Filter } from '../../lib/filter.ts';
import { noiseSearch, peopleSearch } from '../../lib/noise.ts';

type Change = { readonly [K in keyof ExploreSearch]?: ExploreSearch[K] | undefined };

export interface Explore {
  /** The query as the URL has it: the one that ran. */
  readonly query: string;
  readonly range: TimeRange;
  /** The range at the moment of the run; undefined where it is empty or cannot be read. */
  readonly fixed: FixedRange | undefined;
  readonly zone: string;
  readonly view: View;
  readonly hidesNoise: boolean;
  readonly search: ExploreSearch;
  /** What is sent for events, histogram, facets and live; undefined without a range. */
  readonly asked: LogQuery | undefined;
  /** The same with nothing hidden. */
  readonly unhidden: LogQuery | undefined;
  /** What is sent for a statement: never with the noise taken out behind its writer's back. */
  readonly statement: LogQuery | undefined;
  readonly change: (change: Change, replace?: boolean) => void;
  readonly run: (query: string) => void;
  readonly setRange: (range: TimeRange) => void;
  /** Looks at a range so many times as long. */
  readonly zoomOut: (factor: number) => void;
  readonly filter: Filter;
}

/** The explorer's state: the URL, and the moment at which relative times were fixed. */
export function useExplore(): Explore {
  const search = useSearch({ from: '/frame/explore' });
  const navigate = useNavigate({ from: '/explore' });
  const [clusters] = useChosenClusters();
  const [preferences] = usePreferences();
  const [ranAt, setRanAt] = useState(() => Date.now());
  const zone = chooseZone(search.tz ?? preferences.zone);
  const query = search.q ?? '';
  const { from, to } = rangeOf(search);
  const hidesNoise = search.noise !== 'show';
  const hiding = search.noise === 'people' ? peopleSearch : noiseSearch;

  const change = useCallback(
    (change: Change, replace = false) => {
      void navigate({ replace, search: (previous) => withoutUndefined({ ...previous, ...change }) });
    },
    [navigate],
  );
  const run = useCallback(
    (text: string) => {
      const hasAnalysis = splitQuery(text).analysis !== undefined;
      setRanAt(Date.now());
      change({
        q: text.trim() === '' ? undefined : text,
        view: hasAnalysis ? 'analysis' : search.view === 'analysis' ? undefined : search.view,
        event: undefined,
      });
    },
    [change, search.view],
  );
  const setRange = useCallback(
    (range: TimeRange) => {
      setRanAt(Date.now());
      change({ from: range.from, to: range.to });
    },
    [change],
  );
  const filter = useCallback<Filter>(
    (field, value, exclude) => {
      const wanted = condition(field, value);
      change({ q: toggleCondition(query, exclude ? negation(wanted) : wanted) || undefined });
    },
    [change, query],
  );

  const fixed = useMemo(() => resolveRange({ from, to }, ranAt, zone), [from, to, ranAt, zone]);
  const statement = useMemo(
    () => (fixed ? toLogQuery(query, fixed, clusters, zone) : undefined),
    [query, fixed, clusters, zone],
  );
  const unhidden = useMemo(() => statement && { ...statement, query: splitQuery(query).search }, [statement, query]);
  const asked = useMemo(
    () => (unhidden && hidesNoise ? { ...unhidden, query: conjoin(unhidden.query, hiding) } : unhidden),
    [unhidden, hidesNoise, hiding],
  );

  return {
    query,
    range: { from, to },
    fixed,
    zone,
    view: search.view ?? 'events',
    hidesNoise,
    search,
    asked,
    unhidden,
    statement,
    change,
    run,
    setRange,
    zoomOut: (factor) => {
      if (fixed) setRange(zoomOut({ from, to }, fixed, factor, Date.now()));
    },
    filter,
  };
}

function toLogQuery(query: string, fixed: FixedRange, clusters: readonly string[], timeZone: string): LogQuery {
  return { query, ...absolute(fixed), timeZone, ...(clusters.length > 0 ? { clusters } : {}) };
}

function chooseZone(name: string): string {
  return name !== 'local' && isZone(name) ? name : localZone();
}
