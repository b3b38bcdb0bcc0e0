import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type ExploreSearch, rangeOf, type View, withoutUndefined } from '../../lib/explore-search.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { splitQuery } from '../../lib/query-text.ts';
import { useChosenClusters } from '../../lib/use-chosen-clusters.ts';
import { useMoment } from '../../lib/use-moment.ts';
import {
  absolute,
  canonicalTime,
  type FixedRange,
  rangeAround,
  resolveRange,
  type TimeRange,
  zoomOut,
} from '../../lib/time-range.ts';
import { isZone, localZone } from '../../lib/time-zone.ts';
import { noiseSearch, peopleSearch } from '../../lib/noise.ts';
import { type Questions, useQuestions } from './use-questions.ts';

const hour = 3_600_000;

type Change = { readonly [K in keyof ExploreSearch]?: ExploreSearch[K] | undefined };

export interface Explore extends Questions {
  /** The query as the URL has it: the one that ran. */
  readonly query: string;
  readonly range: TimeRange;
  /** The range at the moment of the run; undefined where it is empty or cannot be read. */
  readonly fixed: FixedRange | undefined;
  readonly zone: string;
  readonly view: View;
  readonly hidesNoise: boolean;
  readonly search: ExploreSearch;
  readonly change: (change: Change, replace?: boolean) => void;
  readonly run: (query: string) => void;
  readonly setRange: (range: TimeRange) => void;
  /** Looks around a moment, which is marked. */
  readonly jump: (moment: number) => void;
  /** Looks at a range so many times as long. */
  readonly zoomOut: (factor: number) => void;
  /** Changes the query and nothing else: the open event stays open. */
  readonly edit: (query: string) => void;
}

/** The explorer's state: the URL, and the moment at which relative times were fixed. */
export function useExplore(): Explore {
  const search = useSearch({ from: '/frame/explore' });
  const navigate = useNavigate({ from: '/explore' });
  const [clusters] = useChosenClusters();
  const [preferences] = usePreferences();
  const zone = chooseZone(search.tz ?? preferences.zone);
  const query = search.q ?? '';
  const { from, to } = rangeOf(search);
  const client = useQueryClient();
  const [ranAt, renew] = useMoment([query, from, to].join('\n'));
  const hidesNoise = search.noise !== 'show';
  const hiding = search.noise === 'people' ? peopleSearch : noiseSearch;
  const view = search.view ?? 'events';

  const change = useCallback(
    (change: Change, replace = false) => {
      void navigate({ replace, search: (previous) => withoutUndefined({ ...previous, ...change }) });
    },
    [navigate],
  );
  const fixed = useMemo(() => resolveRange({ from, to }, ranAt, zone), [from, to, ranAt, zone]);
  const askAgain = useCallback(() => {
    const now = resolveRange({ from, to }, Date.now(), zone);
    // What does not move with the clock is asked again as it is: events may have come since.
    if (now?.from === fixed?.from && now?.to === fixed?.to) void client.invalidateQueries({ queryKey: ['log'] });
    else renew();
  }, [client, fixed, from, to, zone, renew]);
  const run = useCallback(
    (text: string) => {
      const hasAnalysis = splitQuery(text).analysis !== undefined;
      const asked = text.trim() === '' ? '' : text;
      if (asked === query) askAgain();
      change({
        q: asked || undefined,
        view: hasAnalysis ? 'analysis' : search.view === 'analysis' ? undefined : search.view,
        event: undefined,
      });
    },
    [change, query, askAgain, search.view],
  );
  const setRange = useCallback(
    (range: TimeRange) => {
      if (canonicalTime(range.from) === from && canonicalTime(range.to) === to) askAgain();
      change({ from: range.from, to: range.to });
    },
    [change, from, to, askAgain],
  );
  const edit = useCallback((text: string) => change({ q: text || undefined }), [change]);

  const questions = useQuestions({
    query,
    fixed,
    clusters,
    zone,
    hiding: hidesNoise ? hiding : undefined,
    isAnalysis: view === 'analysis',
    compares: search.compare !== undefined,
  });

  return {
    query,
    range: { from, to },
    fixed,
    zone,
    view,
    hidesNoise,
    search,
    ...questions,
    change,
    run,
    setRange,
    jump: (moment) => {
      const around = rangeAround(moment, fixed ?? { from: 0, to: hour });
      change({ ...absolute(around), at: new Date(moment).toISOString() });
    },
    zoomOut: (factor) => {
      if (fixed) setRange(zoomOut({ from, to }, fixed, factor, Date.now()));
    },
    edit,
  };
}

function chooseZone(name: string): string {
  return name !== 'local' && isZone(name) ? name : localZone();
}
