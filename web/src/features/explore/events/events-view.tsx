import { lazy, Suspense, useEffect, useMemo } from 'react';
import { recentSearches } from '../../../lib/recent-texts.ts';
import { Cancelled } from '../cancelled.tsx';
import { QueryError } from '../query-error.tsx';
import { ShownOf } from '../shown-of.tsx';
import type { Explore } from '../use-explore.ts';
import { useHidden } from '../use-hidden.ts';
import { type EventItem, eventName, type useEvents } from '../use-log.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { EventTable } from './event-table.tsx';
import styles from './events.module.css';
import { rowOfEvent } from './list-rows.ts';
import { LoadMore } from './load-more.tsx';
import { NoEvents } from './no-events.tsx';
import { useListRows } from './use-list-rows.ts';

const EventDrawer = lazy(async () => ({ default: (await import('../event/event-drawer.tsx')).EventDrawer }));

/** So many events are loaded by themselves, also where they fill few rows; then, so many for each row. */
const loadedAnyway = 500;
const loadedForRow = 20;

interface EventsViewProps {
  readonly explore: Explore;
  readonly events: ReturnType<typeof useEvents>;
}

/** The list of events and the open one beside it. */
export function EventsView({ explore, events }: EventsViewProps) {
  const { items } = events;
  const opened = explore.search.event;
  const hidden = useHidden(explore, events);
  const list = useListRows(items);
  const index = useMemo(() => items.findIndex((item) => eventName(item) === opened), [items, opened]);
  const openRow = useMemo(() => rowOfEvent(list.rows, (item) => eventName(item) === opened), [list.rows, opened]);
  // A million alike events are one row: that they do not fill the page is no reason to load them all.
  const goesOn = items.length < loadedAnyway || items.length < list.rows.length * loadedForRow;
  const loadMore = (): void => {
    if (events.hasNextPage && !events.isFetchingNextPage) void events.fetchNextPage();
  };
  const open = (item: EventItem | undefined): void =>
    explore.change({ event: item ? eventName(item) : undefined }, opened !== undefined && item !== undefined);
  const isAnswered = events.isSuccess && !events.isPlaceholderData && explore.query.trim() !== '';
  useEffect(() => {
    if (isAnswered) recentSearches.remember(explore.query);
  }, [isAnswered, explore.query]);
  if (events.isError) return <QueryError error={events.error} onRetry={() => void events.refetch()} />;
  if (events.isPending && !events.isFetching && explore.asked) return <Cancelled onAgain={events.refetch} />;
  return (
    <>
      <div className={styles['list']}>
        <ShownOf asked={explore.asked} answer={events} zone={explore.zone} />
        <EventTable
          list={list}
          columns={explore.search.cols}
          zone={explore.zone}
          isLong={explore.fixed !== undefined && explore.fixed.to - explore.fixed.from > 20 * 3_600_000}
          isLoading={events.isPending}
          isStale={events.isPlaceholderData}
          isWhole={!events.hasNextPage}
          openIndex={openRow}
          isOneOpen={opened !== undefined}
          menu={<ColumnsMenu columns={explore.search.cols} onChange={(cols) => explore.change({ cols })} />}
          onOpen={open}
          onEnd={() => {
            if (goesOn) loadMore();
          }}
        />
        {events.hasNextPage && !goesOn && (
          <LoadMore
            loaded={items.length}
            total={events.total}
            isLoading={events.isFetchingNextPage}
            onMore={loadMore}
          />
        )}
        {!events.isPending && items.length === 0 && <NoEvents explore={explore} hidden={hidden} />}
      </div>
      {opened !== undefined && (
        <Suspense>
          <EventDrawer
            name={opened}
            item={items[index]}
            zone={explore.zone}
            onOpen={open}
            onStep={(step) => {
              // `[` leads to the newer one, whichever stands above.
              const next = items[index + (explore.search.order === 'asc' ? -step : step)];
              if (next) open(next);
            }}
            onClose={() => explore.change({ event: undefined })}
          />
        </Suspense>
      )}
    </>
  );
}
