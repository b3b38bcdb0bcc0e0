import { useMemo } from 'react';
import type { FacetQuery, LogQuery } from '../../api/search.ts';
import { conjoin, splitQuery } from '../../lib/query-text.ts';
import { absolute, type FixedRange, periodBefore } from '../../lib/time-range.ts';

/** What the explorer asks for. */
export interface Questions {
  /** What is sent for events, histogram, facets and live; undefined without a range. */
  readonly asked: LogQuery | undefined;
  /** The same with nothing hidden. */
  readonly unhidden: LogQuery | undefined;
  /** What is sent for facets: what is hidden, and besides it what the query says. */
  readonly facets: FacetQuery | undefined;
  /** What is sent for a statement: never with the noise taken out behind its writer's back. */
  readonly statement: LogQuery | undefined;
  /** What the histogram shows, over the period before; undefined where nobody compares. */
  readonly before: LogQuery | undefined;
}

interface Asker {
  readonly query: string;
  readonly fixed: FixedRange | undefined;
  readonly clusters: readonly string[];
  readonly zone: string;
  /** The search that leaves out what is hidden. */
  readonly hiding: string | undefined;
  readonly isAnalysis: boolean;
  readonly compares: boolean;
}

/** What is asked in a state of the explorer; the same objects while it stays the same. */
export function useQuestions(asker: Asker): Questions {
  const { query, fixed, clusters, zone, hiding, isAnalysis, compares } = asker;
  return useMemo(() => {
    if (!fixed) return nothing;
    const statement = toLogQuery(query, fixed, clusters, zone);
    const unhidden = { ...statement, query: splitQuery(query).search };
    const asked = hiding === undefined ? unhidden : { ...unhidden, query: conjoin(unhidden.query, hiding) };
    return {
      statement,
      unhidden,
      asked,
      facets: { ...unhidden, query: hiding ?? '', filter: unhidden.query },
      before: compares ? { ...(isAnalysis ? unhidden : asked), ...absolute(periodBefore(fixed)) } : undefined,
    };
  }, [query, fixed, clusters, zone, hiding, isAnalysis, compares]);
}

const nothing: Questions = {
  asked: undefined,
  unhidden: undefined,
  facets: undefined,
  statement: undefined,
  before: undefined,
};

function toLogQuery(query: string, fixed: FixedRange, clusters: readonly string[], timeZone: string): LogQuery {
  return { query, ...absolute(fixed), timeZone, ...(clusters.length > 0 ? { clusters } : {}) };
}
