import { useTranslation } from 'react-i18next';
import { ActorText } from '../../components/deed/actor-text.tsx';
import { Deed } from '../../components/deed/deed.tsx';
import { OutcomeMark } from '../../components/deed/outcome-mark.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { dateTime } from '../../lib/time-format.ts';
import type { ShownEvent, ShownPin, ShownSearch } from './shown-pin.ts';
import styles from './cases.module.css';

interface ToldPinProps<Shown> {
  readonly shown: Shown;
  readonly zone: string;
}

/** What is pinned, as a person would say it. */
export function ToldPin({ shown, zone }: ToldPinProps<ShownPin>) {
  return shown.facts === undefined ? <ToldSearch shown={shown} zone={zone} /> : <ToldEvent shown={shown} zone={zone} />;
}

function ToldEvent({ shown: { pin, facts, from }, zone }: ToldPinProps<ShownEvent>) {
  const where = [facts.namespace, pin.cluster, facts.ips[0] ?? '', `${facts.client} ${facts.clientVersion}`.trim()];
  return (
    <>
      <p className={styles['told']}>
        <strong>
          <ActorText facts={facts} />
        </strong>{' '}
        <Deed facts={facts} /> <OutcomeMark facts={facts} />
      </p>
      <p className={styles['meta']}>
        <time dateTime={pin.at} title={pin.at}>
          {dateTime(from, zone)}
        </time>{' '}
        · <SafeText limit={200}>{where.filter(Boolean).join(' · ')}</SafeText>
      </p>
    </>
  );
}

function ToldSearch({ shown: { pin, from, to }, zone }: ToldPinProps<ShownSearch>) {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles['told']}>
        {t('cases.search')}{' '}
        <code className={styles['query']}>
          <SafeText limit={2000}>{pin.query.trim() || '*'}</SafeText>
        </code>
      </p>
      <p className={styles['meta']}>
        {`${dateTime(from, zone)} – ${dateTime(to, zone)}`} ·{' '}
        <SafeText limit={300}>{pin.clusters?.join(', ') ?? t('frame.allClusters')}</SafeText>
      </p>
    </>
  );
}
