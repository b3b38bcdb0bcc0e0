import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Rejected, useRejected, useResendRejected } from '../../api/destinations.ts';
import { type DataColumn, DataTable } from '../../components/data-table.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { KeptText } from '../../components/kept-text.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import styles from './destinations.module.css';
import { eventOf } from './events-of.ts';

interface RejectsProps {
  readonly name: string;
  readonly mayChange: boolean;
}

/** So many are sent again at once. */
const atOnce = 100;

/** What a destination refused, with what it said; each can be sent again. */
export function Rejects({ name, mayChange }: RejectsProps) {
  const { t } = useTranslation();
  const rejected = useRejected(name);
  const resend = useResendRejected();
  const columns: readonly DataColumn<Rejected>[] = [
    { key: 'at', head: t('destinations.rejects.at'), cell: ({ at }) => <TimeText time={at} /> },
    { key: 'cluster', head: t('palette.cluster'), cell: ({ cluster }) => <SafeText limit={80}>{cluster}</SafeText> },
    {
      key: 'event',
      head: t('destinations.rejects.event'),
      cell: ({ auditID, receivedAt }) => (
        <Link {...eventOf(auditID, receivedAt)} className={styles['number']}>
          <SafeText limit={64}>{auditID}</SafeText>
        </Link>
      ),
    },
    { key: 'status', head: t('destinations.rejects.status'), end: true, cell: ({ status }) => status ?? '–' },
    {
      key: 'answer',
      head: t('destinations.rejects.answer'),
      cell: ({ answer }) => (
        <code>
          <KeptText limit={600}>{answer}</KeptText>
        </code>
      ),
    },
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: ({ id }) =>
        mayChange && (
          <Button
            variant="subtle"
            size="compact-xs"
            loading={resend.isPending && resend.variables.ids.includes(id)}
            onClick={() => resend.mutate({ name, ids: [id] })}
          >
            {t('destinations.rejects.resend')}
          </Button>
        ),
    },
  ];
  const rows = rejected.data ?? [];
  return (
    <section id="dead-letters" aria-label={t('destinations.rejects.title')}>
      <div className={styles['section']}>
        <div>
          <h2 className={styles['heading']}>{t('destinations.rejects.title')}</h2>
          <p className={styles['line']}>{t('destinations.rejects.line')}</p>
        </div>
        {mayChange && rows.length > 1 && (
          <Button
            variant="default"
            loading={resend.isPending}
            // The oldest first: so they came.
            onClick={() =>
              resend.mutate({
                name,
                ids: rows
                  .slice(-atOnce)
                  .map(({ id }) => id)
                  .toReversed(),
              })
            }
          >
            {t('destinations.rejects.resendAll')}
          </Button>
        )}
      </div>
      <ResendResult resend={resend} />
      {rejected.isError ? (
        <ErrorPanel error={rejected.error} onRetry={() => void rejected.refetch()} />
      ) : (
        <DataTable
          label={t('destinations.rejects.title')}
          columns={columns}
          rows={rejected.data}
          rowKey={({ id }) => String(id)}
          empty={t('destinations.rejects.none')}
          isWide
        />
      )}
      {rejected.hasNextPage && (
        <Button
          className={styles['more'] ?? ''}
          variant="default"
          loading={rejected.isFetchingNextPage}
          onClick={() => void rejected.fetchNextPage()}
        >
          {t('destinations.rejects.older')}
        </Button>
      )}
    </section>
  );
}

/** How many were taken, and what was said of the last that was not. */
function ResendResult({ resend }: { readonly resend: ReturnType<typeof useResendRejected> }) {
  const { t } = useTranslation();
  if (resend.isIdle || resend.isPending) return null;
  const items = resend.data?.items ?? [];
  const sent = items.filter(({ outcome }) => outcome === 'sent').length;
  const last = items.findLast(({ outcome }) => outcome !== 'sent');
  const count = resend.variables.ids.length;
  return (
    <p className={styles['result']} role="status" data-bad={resend.isError || last !== undefined || undefined}>
      {resend.isError ? (
        <SafeText limit={600}>{resend.error.message}</SafeText>
      ) : (
        t('destinations.rejects.result', { sent, count })
      )}
      {last && (
        <>
          {' · '}
          {t(`destinations.outcome.${last.outcome}`)}
          {last.status === null ? '' : ` (${last.status})`}
          {': '}
          <code>
            <KeptText limit={600}>{last.answer}</KeptText>
          </code>
        </>
      )}
    </p>
  );
}
