import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Destination, useDestinations } from '../../api/destinations.ts';
import { useSession } from '../../api/session.ts';
import { type DataColumn, DataTable } from '../../components/data-table.tsx';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Page } from '../../components/page.tsx';
import { KeptText } from '../../components/kept-text.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { useFormats } from '../../lib/i18n/formats.ts';
import { DestinationState } from './destination-state.tsx';
import styles from './destinations.module.css';
import { eventsOf, spanOfLag } from './events-of.ts';
import { hostOf, typeLabel } from './labels.ts';
import { rightsOf } from './rights.ts';

/** Where events go on to, and how each destination fares. */
export function DestinationsPage() {
  const { t } = useTranslation();
  const session = useSession();
  const { sees, changes } = rightsOf(session.data);
  const destinations = useDestinations(sees);
  const columns = useColumns();
  const add = (
    <Button leftSection={<IconPlus size={15} />} renderRoot={(props) => <Link {...props} to="/destinations/new" />}>
      {t('destinations.add')}
    </Button>
  );
  const isEmpty = destinations.data?.length === 0;
  return (
    <Page title={t('frame.destinations')} line={t('destinations.line')} actions={changes && !isEmpty && add}>
      {!sees && <EmptyPanel title={t('error.notAllowed')} text={t('destinations.limited')} />}
      {sees && destinations.isError && (
        <ErrorPanel error={destinations.error} onRetry={() => void destinations.refetch()} />
      )}
      {isEmpty && (
        <EmptyPanel title={t('destinations.none')} text={t('destinations.noneText')}>
          {changes && add}
        </EmptyPanel>
      )}
      {sees && !destinations.isError && !isEmpty && (
        <DataTable
          label={t('frame.destinations')}
          columns={columns}
          rows={destinations.data}
          rowKey={({ name }) => name}
          empty={t('destinations.none')}
          isWide
        />
      )}
    </Page>
  );
}

function useColumns(): readonly DataColumn<Destination>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  return [
    {
      key: 'name',
      head: t('destinations.name'),
      cell: (destination) => (
        <>
          <Link to="/destinations/$name" params={{ name: destination.name }} className={styles['entry']}>
            <SafeText limit={80}>{destination.name}</SafeText>
          </Link>
          <span className={styles['beneath']}>{typeLabel(t, destination.type)}</span>
        </>
      ),
    },
    { key: 'host', head: t('destinations.host'), cell: (one) => <SafeText limit={100}>{hostOf(one)}</SafeText> },
    {
      key: 'state',
      head: t('destinations.state'),
      cell: (destination) => (
        <>
          <DestinationState destination={destination} />
          {destination.lastError !== null && (
            <span className={styles['said']}>
              <KeptText limit={160}>{destination.lastError}</KeptText>
            </span>
          )}
        </>
      ),
    },
    { key: 'lag', head: t('destinations.lag'), end: true, cell: (destination) => <Lag destination={destination} /> },
    {
      key: 'rate',
      head: t('destinations.rate'),
      end: true,
      cell: ({ eventsPerSecond }) => formats.short(eventsPerSecond),
    },
    {
      key: 'sent',
      head: t('destinations.sent'),
      end: true,
      cell: (destination) => (
        <Link
          {...eventsOf(destination, '24h')}
          className={styles['number']}
          aria-label={`${formats.count(destination.sent)}: ${t('destinations.showSent')}`}
        >
          {formats.short(destination.sent)}
        </Link>
      ),
    },
    {
      key: 'refused',
      head: t('destinations.refused'),
      end: true,
      cell: ({ name, rejected }) =>
        rejected === 0 ? (
          '0'
        ) : (
          <Link
            to="/destinations/$name"
            params={{ name }}
            hash="dead-letters"
            className={styles['number']}
            aria-label={`${formats.count(rejected)}: ${t('destinations.showRefused')}`}
          >
            {formats.short(rejected)}
          </Link>
        ),
    },
    { key: 'lost', head: t('destinations.lost'), end: true, cell: ({ lost }) => formats.short(lost) },
    { key: 'retries', head: t('destinations.retries'), end: true, cell: ({ retries }) => formats.short(retries) },
  ];
}

function Lag({ destination }: { readonly destination: Destination }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { lagEvents, lagSeconds } = destination;
  if (lagEvents === null) return t('destinations.lagUnknown');
  if (lagEvents === 0) return '0';
  return (
    <Link
      {...eventsOf(destination, spanOfLag(lagSeconds))}
      className={styles['number']}
      aria-label={`${formats.count(lagEvents)}: ${t('destinations.showWaiting')}`}
    >
      {formats.short(lagEvents)}
      <span className={styles['beneath']}>{formats.span(lagSeconds * 1000)}</span>
    </Link>
  );
}
