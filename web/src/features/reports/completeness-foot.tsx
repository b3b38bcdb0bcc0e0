import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useClusters } from '../../api/clusters.ts';
import { CompletenessText } from '../../components/completeness-text.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import styles from './report.module.css';
import type { Report } from './use-report.ts';

/** Each is a count over the whole period. */
const mostClusters = 20;

/** The foot of a report: how complete the record is that it was made from. */
export function CompletenessFoot({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const clusters = useClusters();
  const { fixed } = report;
  const names = report.clusters.length > 0 ? report.clusters : (clusters.data?.map(({ name }) => name) ?? []);
  if (!fixed || names.length === 0) return null;
  const [from, to] = [new Date(fixed.from).toISOString(), new Date(fixed.to).toISOString()];
  return (
    <footer className={styles['foot']}>
      <h2 className={styles['sectionTitle']}>{t('completeness.title')}</h2>
      <dl className={styles['completeness']}>
        {names.slice(0, mostClusters).map((name) => (
          <Fragment key={name}>
            <dt>
              <SafeText>{name}</SafeText>
            </dt>
            <dd>
              <CompletenessText cluster={name} from={from} to={to} withBasis />
            </dd>
          </Fragment>
        ))}
      </dl>
      {names.length > mostClusters && (
        <p className={styles['line']}>{t('completeness.others', { count: names.length - mostClusters })}</p>
      )}
    </footer>
  );
}
