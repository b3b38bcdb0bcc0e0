import { Skeleton } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/error.ts';
import { useDashboard } from '../../api/dashboards.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { DashboardActions } from './edit/dashboard-actions.tsx';
import { Report } from './report.tsx';
import styles from './report.module.css';

/** The report of an address. */
export function ReportPage() {
  const { id = '' } = useParams({ strict: false });
  return <ReportById id={id} />;
}

export function ReportById({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const found = useDashboard(id);
  if (found.error instanceof ApiError && found.error.status === 404)
    return <EmptyPanel title={t('reports.noSuchReport')} text={<SafeText>{id}</SafeText>} />;
  if (found.error) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data)
    return (
      <div className={styles['page']} aria-busy="true">
        <Skeleton height={24} width={280} mb={12} />
        <Skeleton height={30} mb={16} />
        <Skeleton height={320} />
      </div>
    );
  const { dashboard, together } = found.data;
  return (
    <Report key={id} dashboard={dashboard} together={together} actions={<DashboardActions answer={found.data} />} />
  );
}
