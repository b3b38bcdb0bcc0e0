import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Delivery, type DeliveryFilter, useDeliveries, useResend } from '../../../api/deliveries.ts';
import { useSession } from '../../../api/session.ts';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from '../alerts.module.css';
import { mayKeep } from '../may-keep.ts';
import { DeliveryTries } from './delivery-tries.tsx';

interface DeliveryTableProps {
  readonly filter: DeliveryFilter;
  /** Where none is like that. */
  readonly empty: string;
}

/** Messages on their way to channels: what waits, what was sent, what was given up and can be sent again. */
export function DeliveryTable({ filter, empty }: DeliveryTableProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const deliveries = useDeliveries(filter);
  const session = useSession();
  const resend = useResend();
  const [shown, setShown] = useState<number>();
  const isOfOne = filter.about !== undefined;
  const columns: readonly DataColumn<Delivery>[] = [
    { key: 'at', head: t('alerts.at'), cell: ({ createdAt }) => <TimeText time={createdAt} /> },
    {
      key: 'channel',
      head: t('alerts.channel.name'),
      cell: ({ channel }) => <SafeText limit={80}>{channel}</SafeText>,
    },
    // Messages about one thing say the same.
    ...(isOfOne
      ? []
      : [
          {
            key: 'title',
            head: t('alerts.delivery.message'),
            cell: ({ title }: Delivery) => <SafeText limit={200}>{title}</SafeText>,
          },
        ]),
    { key: 'state', head: t('alerts.state'), cell: (delivery) => <DeliveryState delivery={delivery} /> },
    { key: 'tries', head: t('alerts.delivery.tries'), cell: ({ attempts }) => formats.count(attempts), end: true },
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: ({ id, state, mergedInto }) => (
        <span className={styles['actions']}>
          {state === 'dead' && mayKeep(session.data) && (
            <Button
              variant="subtle"
              size="compact-xs"
              loading={resend.isPending && resend.variables === id}
              onClick={() => resend.mutate(id)}
            >
              {t('alerts.delivery.resend')}
            </Button>
          )}
          <Button variant="subtle" size="compact-xs" onClick={() => setShown(mergedInto ?? id)}>
            {t('alerts.delivery.show')}
          </Button>
        </span>
      ),
    },
  ];
  if (deliveries.isError) return <ErrorPanel error={deliveries.error} onRetry={() => void deliveries.refetch()} />;
  return (
    <>
      {resend.isError && (
        <p className={styles['fault']} role="alert">
          <SafeText limit={400}>{resend.error.message}</SafeText>
        </p>
      )}
      {isOfOne && deliveries.data?.length === 0 ? (
        <p className={styles['line']}>{empty}</p>
      ) : (
        <DataTable
          label={t('alerts.delivery.title')}
          columns={columns}
          rows={deliveries.data}
          rowKey={({ id }) => String(id)}
          empty={empty}
        />
      )}
      {deliveries.hasNextPage && (
        <Button
          className={styles['more'] ?? ''}
          variant="default"
          loading={deliveries.isFetchingNextPage}
          onClick={() => void deliveries.fetchNextPage()}
        >
          {t('alerts.older')}
        </Button>
      )}
      {shown !== undefined && <DeliveryTries id={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

function DeliveryState({ delivery: { state, attempts } }: { readonly delivery: Delivery }) {
  const { t } = useTranslation();
  const isRetried = state === 'ready' && attempts > 0;
  return (
    <span className={styles['status']} data-status={state === 'dead' ? 'failing' : isRetried ? 'stopped' : undefined}>
      {t(isRetried ? 'alerts.delivery.state.retried' : `alerts.delivery.state.${state}`)}
    </span>
  );
}
