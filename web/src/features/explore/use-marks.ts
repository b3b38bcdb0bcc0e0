import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStatus } from '../../api/operations.ts';
import type { HistogramMark } from '../../charts/histogram/marks.tsx';
import type { Explore } from './use-explore.ts';

/** What is marked in the histogram: the moment that one jumped to, and since when API servers are silent against their habit. */
export function useMarks({ search: { at }, fixed }: Explore): readonly HistogramMark[] {
  const { t } = useTranslation();
  const silent = useStatus().data?.silent;
  return useMemo(() => {
    const moment = at === undefined ? Number.NaN : Date.parse(at);
    const marks: readonly HistogramMark[] = [
      { kind: 'moment', at: moment, label: t('histogram.moment') },
      ...(silent ?? []).map(({ cluster, apiServer, since }) => ({
        kind: 'gap' as const,
        at: Date.parse(since),
        label: t('histogram.silent', { cluster, apiServer }),
      })),
    ];
    return marks.filter((mark) => fixed && mark.at >= fixed.from && mark.at < fixed.to);
  }, [at, silent, fixed, t]);
}
