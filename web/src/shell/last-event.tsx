import { useTranslation } from 'react-i18next';
import type { Cluster } from '../api/clusters.ts';
import { useNow } from '../components/use-now.ts';
import { instantOf } from '../components/instant.ts';
import { useFormats } from '../lib/i18n/formats.ts';
import styles from './frame.module.css';
import { tip } from '../components/overlay/tip.ts';

/** Older than this, the newest event is called late: kube-apiserver writes lease renewals every few seconds. */
const lateAfterMillis = 2 * 60_000;

interface LastEventProps {
  readonly clusters: readonly Cluster[];
  readonly chosen: readonly string[];
}

/** How long ago the chosen clusters last sent an event, whenever it happened: whether what one sees is complete. */
export function LastEvent({ clusters, chosen }: LastEventProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow(1000);
  const asked = clusters.filter((cluster) => chosen.length === 0 || chosen.includes(cluster.name));
  // Not known while the engine is away: nothing is said then, neither that none has come.
  if (asked.some(({ lastEventAt }) => lastEventAt === undefined)) return null;
  const times = asked.flatMap((cluster) => instantOf(cluster.lastEventAt) ?? []);
  const newest = times.length > 0 ? Math.max(...times) : undefined;
  const age = newest === undefined ? undefined : now - newest;
  const state = age === undefined ? 'never' : age > lateAfterMillis ? 'late' : 'fresh';
  const text = age === undefined ? t('frame.noEventYet') : t('frame.lastEvent', { ago: formats.ago(age) });
  return (
    <span {...tip(newest === undefined ? text : new Date(newest).toISOString())} className={styles['freshness']}>
      <span className={styles['dot']} data-state={state} aria-hidden />
      <span className={styles['freshnessText']}>{text}</span>
    </span>
  );
}
