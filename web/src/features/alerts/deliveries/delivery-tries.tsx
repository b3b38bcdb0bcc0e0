import { Modal, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type DeliveryTry, useDelivery } from '../../../api/deliveries.ts';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { KeptText } from '../../../components/kept-text.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from '../alerts.module.css';

const outcomes = ['delivered', 'retry', 'failed', 'too-large'] as const;

/** A message, and each try to send it, with what the other side said. */
export function DeliveryTries({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const delivery = useDelivery(id);
  const columns: readonly DataColumn<DeliveryTry>[] = [
    { key: 'at', head: t('alerts.at'), cell: ({ at }) => <TimeText time={at} /> },
    { key: 'outcome', head: t('alerts.outcome'), cell: ({ outcome }) => <Outcome outcome={outcome} /> },
    { key: 'status', head: t('alerts.delivery.status'), cell: ({ status }) => status ?? '–', end: true },
    {
      key: 'took',
      head: t('alerts.took'),
      cell: ({ durationMs }) => formats.took(durationMs),
      end: true,
    },
    {
      key: 'answer',
      head: t('alerts.delivery.answer'),
      cell: ({ answer }) => (
        <code>
          <KeptText limit={1000}>{answer}</KeptText>
        </code>
      ),
    },
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(860px, 96vw)"
      title={<SafeText limit={200}>{delivery.data?.title ?? t('alerts.delivery.tries')}</SafeText>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {delivery.isError && <ErrorPanel error={delivery.error} />}
      {delivery.isPending && <Skeleton height={120} aria-busy="true" />}
      {delivery.data && (
        <>
          <p className={styles['detail']}>
            <SafeText limit={2000}>{delivery.data.text}</SafeText>
          </p>
          <DataTable
            label={t('alerts.delivery.tries')}
            columns={columns}
            rows={delivery.data.tries}
            rowKey={({ at }) => at}
            empty={t('alerts.delivery.notTried')}
          />
        </>
      )}
    </Modal>
  );
}

function Outcome({ outcome }: { readonly outcome: string }) {
  const { t } = useTranslation();
  const known = outcomes.find((name) => name === outcome);
  return (
    <span className={styles['status']} data-status={outcome === 'delivered' ? undefined : 'failing'}>
      {known ? t(`alerts.delivery.outcome.${known}`) : <SafeText limit={60}>{outcome}</SafeText>}
    </span>
  );
}
