import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { runPanels } from '../../../api/dashboards.ts';
import type { Report } from '../use-report.ts';
import { createPanelAsker } from './panel-asker.ts';
import { firstRow } from './first-row.ts';
import { aheadRank, createPanelQueue } from './panel-queue.ts';

/** Runs at once: few enough that the server lets others in, enough that none waits for a slow one alone. */
const asker = createPanelAsker(createPanelQueue(3), runPanels);

/** Panels out of view rank behind all those in view. */
const outOfView = 1000;

/** The answer of a panel; the old one stays while a new one is awaited. `place` is its number on the page. */
export function usePanel(report: Report, panelId: string, place: number) {
  const { dashboard, together, asked, ranAt } = report;
  const isInView = useRef(false);
  const isFirst = firstRow(dashboard).includes(panelId);
  const found = useQuery({
    queryKey: ['panel', dashboard.id, panelId, asked, ranAt],
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    queryFn: ({ signal }) =>
      asker.ask(
        {
          dashboard: dashboard.id,
          panel: panelId,
          request: asked ?? {},
          together: together.find((ids) => ids.includes(panelId)) ?? [],
          rank: () => (isFirst ? aheadRank : aheadRank + 1 + place + (isInView.current ? 0 : outOfView)),
        },
        signal,
      ),
  });
  const watch = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      isInView.current = entry?.isIntersecting ?? false;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { found, watch };
}
