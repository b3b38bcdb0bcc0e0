import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconArrowsHorizontal, IconRefresh, IconTable } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { History, HistoryMark } from '../../../api/history.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { dateTime } from '../../../lib/time-format.ts';
import { absolute } from '../../../lib/time-range.ts';
import { Cancelled } from '../cancelled.tsx';
import { NoEvents } from '../events/no-events.tsx';
import { QueryError } from '../query-error.tsx';
import type { Explore } from '../use-explore.ts';
import { eventName } from '../use-log.ts';
import { stretchOf } from './lane.ts';
import { Lanes } from './lanes.tsx';
import { Legend } from './legend.tsx';
import { MarksTable } from './marks-table.tsx';
import styles from './timeline.module.css';
import { useHistory } from './use-history.ts';

const EventDrawer = lazy(async () => ({ default: (await import('../event/event-drawer.tsx')).EventDrawer }));
const followMillis = 10_000;

/** What happened to the objects of the search, or what its users did: lanes over time, and the same as a table. */
export function TimelineView({ explore }: { readonly explore: Explore }) {
  const { t } = useTranslation();
  const by = explore.search.by ?? 'object';
  const found = useHistory(explore.asked, by);
  const [asTable, setAsTable] = useState(false);
  const [follows, setFollows] = useFollow(explore);
  const opened = explore.search.event;
  const open = (mark: HistoryMark): void => explore.change({ event: mark.id }, opened !== undefined);
  if (found.isError) return <QueryError error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending && !found.isFetching && explore.asked) return <Cancelled onAgain={found.refetch} />;
  const history = found.data;
  const stretch = history && stretchOf(history.lanes);
  return (
    <>
      <div className={styles['view']} data-stale={found.isPlaceholderData || undefined} aria-busy={found.isFetching}>
        <div className={styles['bar']}>
          <SegmentedControl
            size="xs"
            aria-label={t('timeline.lanesOf')}
            value={by}
            data={[
              { value: 'object', label: t('timeline.by.object') },
              { value: 'user', label: t('timeline.by.user') },
            ]}
            onChange={(value) => explore.change({ by: value === 'user' ? 'user' : undefined })}
          />
          <Toggle pressed={asTable} onPress={setAsTable} icon={<IconTable size={14} />} label={t('timeline.asTable')} />
          {explore.range.to === 'now' && (
            <Toggle
              pressed={follows}
              onPress={setFollows}
              icon={<IconRefresh size={14} />}
              label={t('timeline.follow')}
            />
          )}
          {stretch && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconArrowsHorizontal size={14} />}
              onClick={() => explore.setRange(absolute(stretch))}
            >
              {t('timeline.fit')}
            </Button>
          )}
          <Legend hasBars={by === 'object'} />
        </div>
        {history && <Notices history={history} zone={explore.zone} />}
        {!history && <Skeleton height={240} m={12} width="auto" />}
        {history && history.lanes.length === 0 && <NoEvents explore={explore} hidden={undefined} />}
        {history && history.lanes.length > 0 && asTable && (
          <MarksTable history={history} zone={explore.zone} onOpen={open} />
        )}
        {history && history.lanes.length > 0 && !asTable && explore.fixed && (
          <Lanes history={history} range={explore.fixed} zone={explore.zone} onOpen={open} />
        )}
      </div>
      {opened !== undefined && (
        <Suspense>
          <EventDrawer
            name={opened}
            item={undefined}
            zone={explore.zone}
            onOpen={(item) => explore.change({ event: eventName(item) }, true)}
            onStep={(step) => {
              const marks = (history?.lanes ?? []).flatMap((lane) => lane.marks);
              const next = marks[marks.findIndex(({ id }) => id === opened) + step];
              if (next) open(next);
            }}
            onClose={() => explore.change({ event: undefined })}
          />
        </Suspense>
      )}
    </>
  );
}

/** Looks anew at a range that ends now, again and again while it is wanted. */
function useFollow({ range, setRange }: Explore) {
  const [follows, setFollows] = useState(false);
  const { from, to } = range;
  useEffect(() => {
    if (!follows || to !== 'now') return undefined;
    const timer = setInterval(() => setRange({ from, to }), followMillis);
    return () => clearInterval(timer);
  }, [follows, from, to, setRange]);
  return [follows, setFollows] as const;
}

interface ToggleProps {
  readonly pressed: boolean;
  readonly onPress: (pressed: boolean) => void;
  readonly icon: ReactNode;
  readonly label: string;
}

function Toggle({ pressed, onPress, icon, label }: ToggleProps) {
  return (
    <Button
      size="compact-sm"
      variant={pressed ? 'light' : 'default'}
      aria-pressed={pressed}
      leftSection={icon}
      onClick={() => onPress(!pressed)}
    >
      {label}
    </Button>
  );
}

/** What is not in the lanes, and why. */
function Notices({ history, zone }: { readonly history: History; readonly zone: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { knownFrom, from, total, read, lanesLeft, bodies, lanes } = history;
  const hasBodies = lanes.some(({ marks }) => marks.some(({ body }) => body !== 'none'));
  const notices = [
    ...(knownFrom > from
      ? [
          t('timeline.cut', {
            time: dateTime(Date.parse(knownFrom), zone),
            read: formats.count(read),
            total: formats.count(total),
          }),
        ]
      : []),
    ...(lanesLeft > 0 ? [t('timeline.lanesLeft', { count: lanesLeft, text: formats.count(lanesLeft) })] : []),
    ...(bodies ? (hasBodies || lanes.length === 0 ? [] : [t('timeline.noBodies')]) : [t('timeline.bodiesHidden')]),
  ];
  if (notices.length === 0) return null;
  return (
    <ul className={styles['notices']}>
      {notices.map((notice) => (
        <li key={notice}>{notice}</li>
      ))}
    </ul>
  );
}
