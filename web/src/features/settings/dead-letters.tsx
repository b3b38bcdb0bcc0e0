import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  type DeadLetter,
  useDeadLetters,
  useDiscardDeadLetter,
  useRetryDeadLetter,
  useSaveDeadLetter,
} from '../../api/operations.ts';
import { useFormats } from '../../lib/i18n/formats.ts';
import { type DataColumn, DataTable } from '../../components/data-table.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import styles from './settings.module.css';

/** What was received and could not be stored: why, its bytes, and another try. */
export function DeadLetters() {
  const { t } = useTranslation();
  const formats = useFormats();
  const deadLetters = useDeadLetters();
  const retry = useRetryDeadLetter();
  const save = useSaveDeadLetter();
  const discard = useDiscardDeadLetter();
  const columns: readonly DataColumn<DeadLetter>[] = [
    { key: 'at', head: t('deadLetters.received'), cell: ({ receivedAt }) => <TimeText time={receivedAt} /> },
    { key: 'cluster', head: t('palette.cluster'), cell: ({ cluster }) => <SafeText limit={80}>{cluster}</SafeText> },
    {
      key: 'reason',
      head: t('event.reason'),
      cell: ({ reason }) => <SafeText limit={400}>{reasonText(t, reason)}</SafeText>,
    },
    { key: 'size', head: t('deadLetters.size'), cell: ({ size }) => formats.bytes(size), end: true },
    { key: 'state', head: t('clusters.status'), cell: ({ state }) => t(`deadLetters.${state}`) },
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: ({ id, state }) => (
        <span className={styles['actions']}>
          <Button variant="subtle" size="compact-xs" onClick={() => save.mutate(id)}>
            {t('deadLetters.download')}
          </Button>
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={state === 'stored'}
            loading={retry.isPending && retry.variables === id}
            onClick={() => retry.mutate(id)}
          >
            {t('common.tryAgain')}
          </Button>
          <Button variant="subtle" size="compact-xs" color="var(--failed-ink)" onClick={() => discard.mutate(id)}>
            {t('common.delete')}
          </Button>
        </span>
      ),
    },
  ];
  if (deadLetters.isError) return <ErrorPanel error={deadLetters.error} onRetry={() => void deadLetters.refetch()} />;
  return (
    <>
      <div className={styles['bar']}>
        <p className={styles['line']}>{t('deadLetters.line')}</p>
      </div>
      {retry.isError && <p role="alert">{retry.error.message}</p>}
      <DataTable
        label={t('settings.dead-letters')}
        columns={columns}
        rows={deadLetters.data}
        rowKey={({ id }) => String(id)}
        empty={t('deadLetters.none')}
      />
    </>
  );
}

const reasons = [
  'not-json',
  'not-an-object',
  'not-an-event',
  'no-audit-id',
  'engine-refused',
  'journal-corrupt',
] as const;

/** Of a newer server there may be others. */
function reasonText(t: TFunction, reason: string): string {
  const known = reasons.find((one) => one === reason);
  return known ? t(`deadLetters.reasons.${known}`) : reason;
}
