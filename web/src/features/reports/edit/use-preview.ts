import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Panel } from '../../../../../src/dashboards/index.ts';
import { previewPanel } from '../../../api/dashboards.ts';
import { createPanelQueue } from '../panel/panel-queue.ts';
import type { Report } from '../use-report.ts';

const queue = createPanelQueue(2);

/** What a panel that is not kept yet would show. Its title, size and the like do not matter for that. */
export function usePreview(report: Report, panel: Panel, place = 0) {
  const { dashboard, asked, ranAt } = report;
  const { id, statement, compare, match, counts, chart, columns } = panel;
  const found = useQuery({
    queryKey: ['preview', { id, statement, compare, match, counts, chart, columns }, asked, ranAt],
    enabled: asked !== undefined && statement.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
    queryFn: ({ signal }) =>
      queue.run(
        () => place,
        signal,
        () => previewPanel({ ...dashboard, sections: [{ panels: [panel] }] }, asked ?? {}, signal),
      ),
  });
  return { found };
}
