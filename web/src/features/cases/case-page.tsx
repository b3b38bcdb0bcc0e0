import { Badge, Skeleton } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Case, useCase } from '../../api/cases.ts';
import { useSession } from '../../api/session.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useLightScheme } from '../../components/print/use-light-scheme.ts';
import { usePageMargins } from '../../components/print/use-page-margins.ts';
import { usePrintEvents } from '../../components/print/use-print-events.ts';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { usePreferences } from '../../lib/preferences.ts';
import { dateTime } from '../../lib/time-format.ts';
import { isZone, localZone } from '../../lib/time-zone.ts';
import { CaseActions } from './case-actions.tsx';
import { PinList } from './pin-list.tsx';
import { Received } from './received.tsx';
import { shownPins } from './shown-pin.ts';
import styles from './cases.module.css';

/** Of an event on paper. */
const printedCharacters = 200_000;

/** One case: what it is about, its pins, and what can be done with it. */
export function CasePage() {
  const { id } = useParams({ from: '/frame/cases/$id' });
  const found = useCase(id, { hasRaw: true });
  if (found.isError) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending)
    return (
      <div className={styles['page']} aria-busy="true">
        <Skeleton height={26} width="40%" mb={16} />
        <Skeleton height={60} mb={16} />
        <Skeleton height={120} mb={8} />
        <Skeleton height={120} />
      </div>
    );
  return <OpenedCase opened={found.data} />;
}

function OpenedCase({ opened }: { readonly opened: Case }) {
  const { t } = useTranslation();
  const [preferences] = usePreferences();
  const [printedAt, setPrintedAt] = useState<number>();
  const zone = preferences.zone !== 'local' && isZone(preferences.zone) ? preferences.zone : localZone();
  const pins = shownPins(opened);
  usePageMargins({ title: opened.name, corner: '' });
  useLightScheme(printedAt !== undefined);
  usePrintEvents(
    () => setPrintedAt(Date.now()),
    () => setPrintedAt(undefined),
  );
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <div className={styles['headTexts']}>
          <h1 className={styles['title']}>
            <SafeText limit={200}>{opened.name}</SafeText>
          </h1>
          <p className={styles['meta']}>
            <SafeText limit={80}>{opened.owner}</SafeText> · {t(opened.shared ? 'cases.isShared' : 'cases.isPrivate')} ·{' '}
            <TimeText time={opened.updatedAt} />{' '}
            {opened.id === preferences.caseId && (
              <Badge size="sm" variant="light" className={styles['screen'] ?? ''}>
                {t('pin.isCurrent')}
              </Badge>
            )}
          </p>
        </div>
        <CaseActions opened={opened} />
      </header>
      {opened.summary !== '' && (
        <p className={styles['summary']}>
          <SafeText limit={4000}>{opened.summary}</SafeText>
        </p>
      )}
      {printedAt !== undefined && <PrintedBy at={printedAt} zone={zone} />}
      {pins.length === 0 ? (
        <EmptyPanel title={t('cases.empty')} text={t('cases.emptyHint')} />
      ) : (
        <PinList opened={opened} pins={pins} zone={zone} />
      )}
      {printedAt !== undefined && (
        <section className={styles['attached']}>
          <h2>{t('cases.attached')}</h2>
          {pins.map(({ pin, number }) => (
            <Fragment key={pin.id}>
              {pin.kind === 'event' && (
                <>
                  <h3>{number}</h3>
                  <Received pin={pin} limit={printedCharacters} />
                </>
              )}
            </Fragment>
          ))}
        </section>
      )}
    </div>
  );
}

/** On paper: who printed it, and when. */
function PrintedBy({ at, zone }: { readonly at: number; readonly zone: string }) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <p className={styles['meta']}>
      {t('reports.printedBy')}: <SafeText limit={80}>{session.data?.user.name ?? ''}</SafeText> ·{' '}
      {t('reports.printedAt')}: {`${dateTime(at, zone).slice(0, 19)} (${zone})`}
    </p>
  );
}
