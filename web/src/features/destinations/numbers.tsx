import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Destination } from '../../api/destinations.ts';
import { StatusValue, StatusValues } from '../../components/status-value.tsx';
import { useFormats } from '../../lib/i18n/formats.ts';
import styles from './destinations.module.css';
import { eventsOf, spanOfLag } from './events-of.ts';

/** What was sent, refused, lost and waits; each number leads to its events where there are any. */
export function Numbers({ destination }: { readonly destination: Destination }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { lagEvents, lagSeconds, eventsPerSecond, sent, rejected, deadLetters, lost, retries } = destination;
  const isBehind = lagEvents !== 0;
  return (
    <StatusValues>
      <StatusValue
        label={t('destinations.lag')}
        value={lagEvents === null ? t('destinations.lagUnknown') : formats.count(lagEvents)}
        note={
          isBehind ? (
            <Link {...eventsOf(destination, spanOfLag(lagSeconds))} className={styles['number']}>
              {t('destinations.behind', { time: formats.span(lagSeconds * 1000) })}
            </Link>
          ) : undefined
        }
      />
      <StatusValue
        label={t('destinations.rate')}
        value={formats.short(eventsPerSecond)}
        note={t('destinations.rateNote')}
      />
      <StatusValue
        label={t('destinations.sent')}
        value={formats.count(sent)}
        note={
          <Link {...eventsOf(destination, '24h')} className={styles['number']}>
            {t('destinations.sentNote')}
          </Link>
        }
      />
      <StatusValue
        label={t('destinations.refused')}
        value={formats.count(rejected)}
        bad={deadLetters > 0}
        note={
          deadLetters > 0 ? (
            <a href="#dead-letters" className={styles['number']}>
              {t('destinations.refusedNote', { count: deadLetters })}
            </a>
          ) : undefined
        }
      />
      <StatusValue
        label={t('destinations.lost')}
        value={formats.count(lost)}
        bad={lost > 0}
        note={t('destinations.lostNote')}
      />
      <StatusValue
        label={t('destinations.retries')}
        value={formats.count(retries)}
        note={t('destinations.retriesNote')}
      />
    </StatusValues>
  );
}
