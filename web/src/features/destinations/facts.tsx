import { useTranslation } from 'react-i18next';
import type { Destination } from '../../api/destinations.ts';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { memberLabel } from '../../components/typed-form/member-label.ts';
import styles from './destinations.module.css';
import { hostOf, shapeLabel } from './labels.ts';

/** What a destination is told. */
export function Facts({ destination }: { readonly destination: Destination }) {
  const { t } = useTranslation();
  const { filter, clusters, shape, bodies, redact, secrets, savedBy, savedAt } = destination;
  return (
    <dl className={styles['facts']}>
      <dt>{t('destinations.host')}</dt>
      <dd>
        <SafeText limit={300}>{hostOf(destination)}</SafeText>
      </dd>
      <dt>{t('destinations.filter')}</dt>
      <dd>
        {filter === '' ? (
          t('destinations.everything')
        ) : (
          <code>
            <SafeText limit={1000}>{filter}</SafeText>
          </code>
        )}
      </dd>
      <dt>{t('destinations.clusters')}</dt>
      <dd>
        <SafeText limit={1000}>{clusters?.join(', ') ?? t('destinations.allClusters')}</SafeText>
      </dd>
      <dt>{t('destinations.shape')}</dt>
      <dd>{shapeLabel(t, shape)}</dd>
      <dt>{t('destinations.bodies')}</dt>
      <dd>
        <SafeText limit={300}>{bodies.length === 0 ? t('destinations.bodiesNone') : bodies.join(', ')}</SafeText>
      </dd>
      {redact.length > 0 && (
        <>
          <dt>{t('destinations.redact')}</dt>
          <dd>{t('destinations.redactRules', { count: redact.length })}</dd>
        </>
      )}
      {secrets.length > 0 && (
        <>
          <dt>{t('destinations.secrets')}</dt>
          <dd>{secrets.map(({ name }) => memberLabel(t, name)).join(', ')}</dd>
        </>
      )}
      <dt>{t('destinations.savedBy')}</dt>
      <dd>
        <TimeText time={savedAt} withAge /> · <SafeText limit={80}>{savedBy}</SafeText>
      </dd>
    </dl>
  );
}
