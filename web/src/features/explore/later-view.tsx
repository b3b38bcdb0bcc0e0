import { lazy } from 'react';
import type { useStatement } from './analysis/use-statement.ts';
import type { Explore } from './use-explore.ts';

const AnalysisView = lazy(async () => ({ default: (await import('./analysis/analysis-view.tsx')).AnalysisView }));
const TimelineView = lazy(async () => ({ default: (await import('./timeline/timeline-view.tsx')).TimelineView }));
const PatternsView = lazy(async () => ({ default: (await import('./patterns/patterns-view.tsx')).PatternsView }));
const LiveView = lazy(async () => ({ default: (await import('./live/live-view.tsx')).LiveView }));

interface LaterViewProps {
  readonly explore: Explore;
  readonly statement: ReturnType<typeof useStatement>;
}

/** The views that are loaded when they are looked at: all but the events. */
export function LaterView({ explore, statement }: LaterViewProps) {
  switch (explore.view) {
    case 'events':
      return null;
    case 'timeline':
      return <TimelineView explore={explore} />;
    case 'analysis':
      return <AnalysisView explore={explore} found={statement} />;
    case 'live':
      return <LiveView explore={explore} />;
    case 'patterns':
      return <PatternsView explore={explore} />;
  }
}
