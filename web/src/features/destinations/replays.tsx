import { Button, Progress } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Destination, type Replay, useCancelReplay, useReplay } from '../../api/destinations.ts';
import { type DataColumn, DataTable } from '../../components/data-table.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimePicker } from '../../components/time-picker/time-picker.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useNow } from '../../components/use-now.ts';
import { useFormats } from '../../lib/i18n/formats.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { absolute, resolveRange } from '../../lib/time-range.ts';
import { localZone } from '../../lib/time-zone.ts';
import styles from './destinations.module.css';

interface ReplaysProps {
  readonly destination: Destination;
  readonly mayChange: boolean;
}

/** Sends a range again, and shows how far each has come. */
export function Replays({ destination: { name, replays, paused }, mayChange }: ReplaysProps) {
  const { t } = useTranslation();
  const cancel = useCancelReplay();
  const formats = useFormats();
  const columns: readonly DataColumn<Replay>[] = [
    { key: 'from', head: t('destinations.replay.from'), cell: ({ from }) => <TimeText time={from} /> },
    { key: 'to', head: t('destinations.replay.to'), cell: ({ to }) => <TimeText time={to} /> },
    {
      key: 'progress',
      head: t('destinations.replay.progress'),
      cell: (replay) => <ReplayProgress replay={replay} isPaused={paused !== null} />,
    },
    { key: 'sent', head: t('destinations.sent'), end: true, cell: ({ sent }) => formats.count(sent) },
    { key: 'refused', head: t('destinations.refused'), end: true, cell: ({ rejected }) => formats.count(rejected) },
    {
      key: 'by',
      head: t('destinations.replay.by'),
      cell: ({ startedBy }) => <SafeText limit={60}>{startedBy}</SafeText>,
    },
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: ({ id, endedAt }) =>
        mayChange &&
        endedAt === null && (
          <Button
            variant="subtle"
            size="compact-xs"
            loading={cancel.isPending && cancel.variables.id === id}
            onClick={() => cancel.mutate({ name, id })}
          >
            {t('destinations.replay.cancel')}
          </Button>
        ),
    },
  ];
  if (!mayChange && replays.length === 0) return null;
  return (
    <section aria-label={t('destinations.replay.title')}>
      <div className={styles['section']}>
        <div>
          <h2 className={styles['heading']}>{t('destinations.replay.title')}</h2>
          <p className={styles['line']}>{t('destinations.replay.line')}</p>
        </div>
        {mayChange && <ReplayForm name={name} />}
      </div>
      {cancel.isError && <Fault message={cancel.error.message} />}
      {replays.length > 0 && (
        <DataTable
          label={t('destinations.replay.list')}
          columns={columns}
          rows={replays}
          rowKey={({ id }) => String(id)}
          empty=""
          isWide
        />
      )}
    </section>
  );
}

function Fault({ message }: { readonly message: string }) {
  return (
    <p className={styles['fault']} role="alert">
      <SafeText limit={600}>{message}</SafeText>
    </p>
  );
}

function ReplayForm({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const replay = useReplay();
  const now = useNow(10_000);
  const [{ zone }] = usePreferences();
  const [range, setRange] = useState({ from: 'now-1h', to: 'now' });
  const [ownZone, setZone] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const shownZone = ownZone ?? (zone === 'local' ? localZone() : zone);
  const fixed = resolveRange(range, now, shownZone);
  return (
    <>
      <TimePicker
        range={range}
        fixed={fixed}
        zone={shownZone}
        opened={isOpen}
        onOpen={setOpen}
        onRange={setRange}
        onZone={setZone}
      />
      <Button
        variant="default"
        disabled={!fixed}
        loading={replay.isPending}
        onClick={() => fixed && replay.mutate({ name, ...absolute(fixed) })}
      >
        {t('destinations.replay.start')}
      </Button>
      {replay.isError && <Fault message={replay.error.message} />}
    </>
  );
}

/** How far it is: by the receipts of what it goes through, which begin with the range and mostly end with it. */
function ReplayProgress({ replay, isPaused }: { readonly replay: Replay; readonly isPaused: boolean }) {
  const { t } = useTranslation();
  const { endedAt, cancelledBy, reachedAt } = replay;
  if (cancelledBy !== null)
    return <SafeText limit={100}>{t('destinations.replay.cancelled', { name: cancelledBy })}</SafeText>;
  if (endedAt !== null) return t('destinations.replay.done');
  return (
    <span className={styles['progress']}>
      {t(isPaused ? 'destinations.replay.waits' : 'destinations.replay.going')}
      {reachedAt !== null && (
        <span className={styles['beneath']}>
          <TimeText time={reachedAt} />
        </span>
      )}
      <Progress value={100 * shareOf(replay)} mt={4} aria-label={t('destinations.replay.progress')} />
    </span>
  );
}

function shareOf({ from, to, reachedAt }: Replay): number {
  if (reachedAt === null) return 0;
  const [begin, end, at] = [Date.parse(from), Math.min(Date.parse(to), Date.now()), Date.parse(reachedAt)];
  return Math.min(0.99, Math.max(0, (at - begin) / Math.max(1, end - begin)));
}
