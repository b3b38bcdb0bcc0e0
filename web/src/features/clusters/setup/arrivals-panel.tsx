import { Button, Skeleton } from '@mantine/core';
import { IconCircleCheck, IconLoader } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { TextWithElements } from '../../../components/text-with-elements.tsx';
import { type Arrivals, type Refused, useArrivals, useNewestEvent } from '../../../api/setup.ts';
import { ActorText } from '../../../components/deed/actor-text.tsx';
import { Deed } from '../../../components/deed/deed.tsx';
import { readFacts } from '../../../components/deed/facts.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from './setup.module.css';

/** What comes while somebody works through the steps: the first event, or why there is none. */
export function ArrivalsPanel({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const arrivals = useArrivals(cluster);
  return (
    <section className={styles['arrivals']} aria-label={t('setup.arrivals')}>
      <h2 className={styles['partTitle']}>{t('setup.arrivals')}</h2>
      {arrivals.isError && <ErrorPanel error={arrivals.error} onRetry={() => void arrivals.refetch()} />}
      {arrivals.isPending && <Skeleton height={160} aria-busy="true" />}
      {arrivals.data && <Seen cluster={cluster} arrivals={arrivals.data} />}
    </section>
  );
}

interface SeenProps {
  readonly cluster: string;
  readonly arrivals: Arrivals;
}

function Seen({ cluster, arrivals }: SeenProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { events, taken, refused, ofNobody } = arrivals;
  const isThere = events !== null && events > 0;
  return (
    <>
      <div role="status" className={styles['state']} data-there={isThere || undefined}>
        {isThere ? (
          <IconCircleCheck size={20} aria-hidden />
        ) : (
          <IconLoader size={20} aria-hidden className={styles['waiting']} />
        )}
        <span>
          {isThere
            ? t('setup.arrived', { count: events, text: formats.count(events) })
            : taken.length > 0
              ? t('setup.underWay')
              : t('setup.waiting')}
        </span>
      </div>
      {isThere && <NewestEvent cluster={cluster} />}
      {taken.length > 0 && (
        <ul className={styles['seen']} aria-label={t('setup.takenFrom')}>
          {taken.map(({ source, events, lastAt }) => (
            <li key={source}>
              {t('setup.takenFrom')} <SafeText limit={100}>{source}</SafeText>:{' '}
              {t('setup.events', { count: events, text: formats.count(events) })}
              <span className={styles['when']}>
                <TimeText time={lastAt} withAge />
              </span>
            </li>
          ))}
        </ul>
      )}
      <Refusals title={t('setup.refused')} refused={refused} />
      <Refusals title={t('setup.ofNobody')} refused={ofNobody ?? []} />
      {!isThere && taken.length === 0 && refused.length === 0 && (
        <p className={styles['hint']}>{t('setup.nothingSeen')}</p>
      )}
    </>
  );
}

/** The newest event, in a sentence that leads to it. */
function NewestEvent({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const newest = useNewestEvent(cluster, true);
  if (!newest.data) return newest.isPending ? <Skeleton height={40} aria-busy="true" /> : null;
  const facts = readFacts(newest.data);
  const day = 86_400_000;
  const range = Number.isNaN(facts.at)
    ? {}
    : { from: new Date(facts.at - day).toISOString(), to: new Date(facts.at + day).toISOString() };
  return (
    <div className={styles['event']}>
      <p>
        <TextWithElements
          t={t}
          i18nKey="setup.sentence"
          components={{
            who: (
              <strong>
                <ActorText facts={facts} />
              </strong>
            ),
            did: <Deed facts={facts} />,
          }}
        />
        <span className={styles['when']}>
          <TimeText time={facts.timeText} withAge />
        </span>
      </p>
      <Button
        size="compact-sm"
        renderRoot={(props) => (
          <Link
            {...props}
            to="/explore"
            search={{ clusters: [cluster], noise: 'show', event: `${facts.auditId}/${facts.stage}`, ...range }}
          />
        )}
      >
        {t('setup.openEvent')}
      </Button>
    </div>
  );
}

interface RefusalsProps {
  readonly title: string;
  readonly refused: readonly Refused[];
}

/** What was refused: why, from where, how often and when last, and what helps. */
function Refusals({ title, refused }: RefusalsProps) {
  const { t } = useTranslation();
  if (refused.length === 0) return null;
  return (
    <>
      <h3 className={styles['seenTitle']}>{title}</h3>
      <ul className={styles['refusals']} aria-label={title}>
        {refused.map(({ reason, address, times, lastAt }) => (
          <li key={`${reason} ${address}`}>
            <strong>{t(`setup.reason.${reason}`)}</strong>
            <span className={styles['when']}>
              {t('setup.from', { address })} · {t('setup.times', { count: times })} · <TimeText time={lastAt} withAge />
            </span>
            <span className={styles['remedy']}>{t(`setup.remedy.${reason}`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
