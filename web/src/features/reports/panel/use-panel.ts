import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { runPanel } from '../../../api/dashboards.ts';
import type { Report } from '../use-report.ts';
import { createPanelQueue } from './panel-queue.ts';

/** Panels asked at once: few enough that the server lets others in, enough that none waits for a slow one alone. */
const queue = createPanelQueue(3);

/** Panels out of view rank behind all those in view. */
const outOfView = 1000;

/** The answer of a panel; the old one stays while a new one is awaited. `place` is its number on the page. */
export function usePanel(report: Report, panelId: string, place: number) {
  const { dashboard, asked, ranAt } = report;
  const isInView = useRef(false);
  const found = useQuery({
    queryKey: ['panel', dashboard.id, panelId, asked, ranAt],
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    queryFn: ({ signal }) =>
      queue.run(
        () => place + (isInView.current ? 0 : outOfView),
        signal,
        () => runPanel(dashboard.id, panelId, asked ?? {}, signal),
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
