import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsNarrow } from '../../lib/use-is-narrow.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { absolute } from '../../lib/time-range.ts';
import { useActions } from '../../lib/actions.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import styles from './explore.module.css';
import { PinningProvider } from '../../components/pinning/pinning-provider.tsx';
import { ValueMenu } from '../../components/value-menu/value-menu.tsx';
import { EventsView } from './events/events-view.tsx';
import { useFacetFields } from './facets/facet-fields.ts';
import { Facets } from './facets/facets.tsx';
import { Histogram } from '../../charts/histogram/histogram.tsx';
import { AddNote } from './notes/add-note.tsx';
import { QueryBar } from './query-bar/query-bar.tsx';
import { LaterView } from './later-view.tsx';
import { StatusLine } from './status-line.tsx';
import { useStatement } from './analysis/use-statement.ts';
import { TimePicker } from '../../components/time-picker/time-picker.tsx';
import { useExplore } from './use-explore.ts';
import { useMarks } from './use-marks.ts';
import { useEvents } from './use-log.ts';
import { ViewTabs } from './view-tabs.tsx';

const Sheet = lazy(async () => ({ default: (await import('../../components/sheet.tsx')).Sheet }));

/** The explorer: query, time, histogram, facets, and the events, their analysis, or what is happening now. */
export function ExplorePage() {
  const { t } = useTranslation();
  const explore = useExplore();
  const client = useQueryClient();
  const [preferences, changePreferences] = usePreferences();
  const facetFields = useFacetFields();
  const [timeOpen, setTimeOpen] = useState(false);
  const [sheetOpen, setSheetOpen] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const events = useEvents(explore.view === 'events' ? explore.asked : undefined, explore.search.order ?? 'desc');
  const statement = useStatement(explore.view === 'analysis' ? explore.statement : undefined);
  const isBusy = useIsFetching({ queryKey: ['log'] }) > 0;
  const isNarrow = useIsNarrow();
  useActions({
    query: () => page.current?.querySelector<HTMLElement>('[data-query]')?.focus(),
    time: () => setTimeOpen(true),
    facets: () => (isNarrow ? setSheetOpen(!sheetOpen) : changePreferences({ facetsShown: !preferences.facetsShown })),
  });
  const hasRoomForBoth = useMediaQuery('(min-width: 1501px)');
  const { view } = explore;
  const hasFacets = view !== 'analysis';
  const showsFacets =
    hasFacets && !isNarrow && preferences.facetsShown && (hasRoomForBoth || explore.search.event === undefined);
  const marks = useMarks(explore);
  const chartQuery = view === 'analysis' ? explore.unhidden : explore.asked;
  const facets = <Facets asked={explore.facets} query={explore.query} onQuery={explore.edit} />;
  return (
    <PinningProvider>
      <ValueMenu query={explore.query} onQuery={explore.edit} onFacet={facetFields.add}>
        <div className={styles['page']} ref={page}>
          <h1 className="visually-hidden">{t('frame.explore')}</h1>
          <QueryBar
            explore={explore}
            busy={isBusy}
            error={view === 'analysis' ? statement.error : events.error}
            onCancel={() => void client.cancelQueries({ queryKey: ['log'] })}
          />
          <div className={styles['controls']}>
            <TimePicker
              range={explore.range}
              fixed={explore.fixed}
              zone={explore.zone}
              opened={timeOpen}
              onOpen={setTimeOpen}
              onRange={explore.setRange}
              onZone={(tz) => explore.change({ tz })}
              onMoment={explore.jump}
            />
            <ViewTabs explore={explore} />
            {isNarrow && hasFacets && (
              <Button
                variant="default"
                leftSection={<IconFilter size={15} stroke={1.6} />}
                onClick={() => setSheetOpen(true)}
              >
                {t('facet.title')}
              </Button>
            )}
            <StatusLine explore={explore} events={events} />
          </div>
          {explore.fixed === undefined ? (
            <EmptyPanel title={t('explore.noRange')} text={t('explore.noRangeHint')} />
          ) : (
            <>
              {view !== 'live' && (
                <Histogram
                  asked={chartQuery}
                  before={explore.before}
                  marks={marks}
                  tools={<AddNote explore={explore} />}
                  onCompare={() => explore.change({ compare: explore.search.compare ? undefined : 'before' })}
                  range={explore.fixed}
                  zone={explore.zone}
                  onRange={(range) => explore.setRange(absolute(range))}
                  onZoomOut={() => explore.zoomOut(3)}
                />
              )}
              <div className={styles['body']}>
                {showsFacets && facets}
                {view === 'events' && <EventsView explore={explore} events={events} />}
                <Suspense>
                  <LaterView explore={explore} statement={statement} />
                </Suspense>
              </div>
            </>
          )}
          <Suspense>
            {isNarrow && hasFacets && sheetOpen && (
              <Sheet title={t('facet.title')} onClose={() => setSheetOpen(false)}>
                {facets}
              </Sheet>
            )}
          </Suspense>
        </div>
      </ValueMenu>
    </PinningProvider>
  );
}
