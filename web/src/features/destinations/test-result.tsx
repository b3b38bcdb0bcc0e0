import { useTranslation } from 'react-i18next';
import type { useTestDestination } from '../../api/destinations.ts';
import { KeptText } from '../../components/kept-text.tsx';
import styles from './destinations.module.css';

/** What the other side answered to a test event. */
export function TestResult({ test }: { readonly test: ReturnType<typeof useTestDestination> }) {
  const { t } = useTranslation();
  if (test.isIdle || test.isPending) return null;
  const { data } = test;
  const isTaken = data?.outcome === 'sent';
  return (
    <p className={styles['result']} role="status" data-bad={!isTaken || undefined}>
      {t('destinations.testing')}:{' '}
      {data && (
        <strong>
          {t(`destinations.outcome.${data.outcome}`)}
          {data.status === undefined ? '' : ` (${data.status})`}
        </strong>
      )}{' '}
      <code>
        <KeptText limit={1000}>{data?.answer ?? test.error?.message ?? ''}</KeptText>
      </code>
    </p>
  );
}
