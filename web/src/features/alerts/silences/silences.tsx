import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../api/session.ts';
import { type Silence, useEndSilence, useSilences } from '../../../api/silences.ts';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import styles from '../alerts.module.css';
import { mayKeep } from '../may-keep.ts';
import { matcherText } from '../matchers.ts';
import { SilenceForm } from './silence-form.tsx';

/** What is not told for a while: until when, who wanted that, and why. */
export function Silences() {
  const { t } = useTranslation();
  const silences = useSilences();
  const session = useSession();
  const end = useEndSilence();
  const [isAdding, setAdding] = useState(false);
  const columns: readonly DataColumn<Silence>[] = [
    {
      key: 'matchers',
      head: t('alerts.silence.matches'),
      cell: ({ matchers }) => (
        <span className={styles['labels']}>
          {matchers.map((matcher) => (
            <span key={matcherText(matcher)} className={styles['label']}>
              <SafeText limit={200}>{matcherText(matcher)}</SafeText>
            </span>
          ))}
        </span>
      ),
    },
    {
      key: 'comment',
      head: t('alerts.silence.comment'),
      cell: ({ comment }) => <SafeText limit={400}>{comment}</SafeText>,
    },
    {
      key: 'author',
      head: t('alerts.silence.author'),
      cell: ({ author }) => <SafeText limit={120}>{author}</SafeText>,
    },
    { key: 'state', head: t('alerts.state'), cell: ({ state }) => t(`alerts.silence.state.${state}`) },
    { key: 'ends', head: t('alerts.silence.ends'), cell: ({ endsAt }) => <TimeText time={endsAt} /> },
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: ({ id, state }) =>
        state !== 'ended' &&
        mayKeep(session.data) && (
          <Button
            variant="subtle"
            size="compact-xs"
            loading={end.isPending && end.variables === id}
            onClick={() => end.mutate(id)}
          >
            {t('alerts.silence.end')}
          </Button>
        ),
    },
  ];
  if (silences.isError) return <ErrorPanel error={silences.error} onRetry={() => void silences.refetch()} />;
  return (
    <>
      <div className={styles['bar']}>
        <p className={styles['line']}>{t('alerts.silence.line')}</p>
        {mayKeep(session.data) && (
          <Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
            {t('alerts.silence.add')}
          </Button>
        )}
      </div>
      {end.isError && (
        <p className={styles['fault']} role="alert">
          {end.error.message}
        </p>
      )}
      <DataTable
        label={t('alerts.section.silences')}
        columns={columns}
        rows={silences.data}
        rowKey={({ id }) => id}
        empty={t('alerts.silence.none')}
        emptyText={t('alerts.silence.noneText')}
      />
      {isAdding && <SilenceForm matchers={[]} onClose={() => setAdding(false)} />}
    </>
  );
}
