import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeleteNote, useMarksOf } from '../../api/marks.ts';
import type { HistogramMark } from '../../charts/histogram/marks.tsx';
import { useChosenClusters } from '../../lib/use-chosen-clusters.ts';
import type { Explore } from './use-explore.ts';

/** What is marked in the histogram: the moment that one jumped to, what people noted, restarts and gaps of API servers. */
export function useMarks({ search: { at }, fixed }: Explore): readonly HistogramMark[] {
  const { t } = useTranslation();
  const [clusters] = useChosenClusters();
  const { data } = useMarksOf(fixed, clusters);
  const { mutate: remove } = useDeleteNote();
  return useMemo(() => {
    const moment = at === undefined ? Number.NaN : Date.parse(at);
    const marks: readonly HistogramMark[] = [
      { kind: 'moment', at: moment, label: t('histogram.moment') },
      ...(data?.notes ?? []).map((note): HistogramMark => {
        const { id, cluster, text, writtenBy, deletable } = note;
        const label = t('histogram.note', { cluster, text, author: writtenBy });
        return {
          kind: 'note',
          at: Date.parse(note.at),
          label,
          ...(deletable ? { onRemove: () => remove({ cluster, id }) } : {}),
        };
      }),
      ...(data?.restarts ?? []).map(({ cluster, apiServer, at: began }): HistogramMark => ({
        kind: 'restart',
        at: Date.parse(began),
        label: t('histogram.restart', { cluster, apiServer }),
      })),
      ...(data?.gaps ?? []).map(({ cluster, apiServer, at: since, to }): HistogramMark => ({
        kind: 'gap',
        at: Date.parse(since),
        to: to === null ? fixed?.to : Date.parse(to),
        label: t(to === null ? 'histogram.silent' : 'histogram.gap', { cluster, apiServer }),
      })),
    ];
    return marks.filter(({ at: from, to = from }) => fixed && from < fixed.to && to >= fixed.from);
  }, [at, data, fixed, remove, t]);
}
