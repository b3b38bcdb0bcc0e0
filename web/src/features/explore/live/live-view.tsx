import { Button } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { EmptyPanel } from '../../../components/empty-panel.tsx';
import { EventDrawer } from '../event/event-drawer.tsx';
import { EventTable } from '../events/event-table.tsx';
import listStyles from '../events/events.module.css';
import { rowOfEvent } from '../events/list-rows.ts';
import { useListRows } from '../events/use-list-rows.ts';
import type { Explore } from '../use-explore.ts';
import { type EventItem, eventName } from '../use-log.ts';
import styles from './live.module.css';
import { LossNote } from './loss-note.tsx';
import { QueryError } from '../query-error.tsx';
import { useTail } from './use-tail.ts';

/** The newest events and new ones as they arrive, newest first; pausing keeps what one reads in its place and counts what comes meanwhile. */
export function LiveView({ explore }: { readonly explore: Explore }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const tail = useTail(explore.asked);
  const list = useListRows(tail.items);
  const opened = explore.search.event;
  const index = tail.items.findIndex((item) => eventName(item) === opened);
  const open = (item: EventItem | undefined): void => {
    if (item) tail.setPaused(true);
    explore.change({ event: item ? eventName(item) : undefined }, opened !== undefined && item !== undefined);
  };
  return (
    <>
      <div className={listStyles['list']}>
        <div className={styles['bar']}>
          <Button
            data-action="pause"
            variant="default"
            leftSection={tail.paused ? <IconPlayerPlayFilled size={13} /> : <IconPlayerPauseFilled size={13} />}
            onClick={() => tail.setPaused(!tail.paused)}
          >
            {tail.paused ? t('live.resume') : t('live.pause')}
          </Button>
          <span className={styles['state']} data-state={tail.paused ? 'paused' : tail.state} role="status">
            {tail.paused && tail.state === 'connected' ? t('live.paused') : t(`live.${tail.state}`)}
          </span>
          {tail.paused && tail.waiting > 0 && (
            <span>{t('live.waiting', { count: tail.waiting, text: formats.count(tail.waiting) })}</span>
          )}
          {tail.dropped > 0 && (
            <span>{t('live.dropped', { count: tail.dropped, text: formats.count(tail.dropped) })}</span>
          )}
          {tail.loss && <LossNote loss={tail.loss} explore={explore} />}
        </div>
        <EventTable
          list={list}
          columns={explore.search.cols}
          zone={explore.zone}
          isLong={false}
          isLoading={false}
          isStale={false}
          isWhole
          openIndex={rowOfEvent(list.rows, (item) => eventName(item) === opened)}
          isOneOpen={opened !== undefined}
          menu={null}
          onOpen={open}
          onEnd={nothing}
        />
        {tail.error && <QueryError error={tail.error} onRetry={tail.again} />}
        {!tail.error && tail.items.length === 0 && <EmptyPanel title={t('live.none')} text={t('live.noneHint')} />}
      </div>
      {opened !== undefined && (
        <EventDrawer
          name={opened}
          item={tail.items[index]}
          zone={explore.zone}
          onOpen={open}
          onStep={(step) => open(tail.items[index + step])}
          onClose={() => explore.change({ event: undefined })}
        />
      )}
    </>
  );
}

function nothing(): void {
  // The live list has no further page.
}
