import { Button, Skeleton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../../../src/dashboards/index.ts';
import { useDashboard } from '../../../api/dashboards.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { Page } from '../../../components/page.tsx';
import { DashboardActions } from './dashboard-actions.tsx';
import styles from './edit.module.css';
import { Editor } from './editor.tsx';

/** The page where an own dashboard is changed. One that is not the caller's to change can be copied. */
export function EditPage() {
  const { t, i18n } = useTranslation();
  const { id } = useParams({ from: '/frame/reports/$id/edit' });
  const found = useDashboard(id);
  const client = useQueryClient();
  const [round, setRound] = useState(0);
  if (found.isError) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) {
    return (
      <div className={styles['page']} aria-busy="true">
        <Skeleton height={32} mt={16} />
        <Skeleton height={300} mt={24} />
      </div>
    );
  }
  const { data: answer } = found;
  if (!answer.editable) {
    return (
      <Page
        title={t('dashboard.readOnly', { title: textIn(answer.title, i18n.language) })}
        line={t('dashboard.readOnlyText')}
      >
        <div className={styles['foot']}>
          <DashboardActions answer={answer} />
          <Button
            variant="default"
            renderRoot={(props) => <Link {...props} to="/reports/$id" params={{ id }} search />}
          >
            {t('dashboard.view')}
          </Button>
        </div>
      </Page>
    );
  }
  const reload = (): void => {
    void client.refetchQueries({ queryKey: ['dashboards', id], exact: true }).then(() => setRound(round + 1));
  };
  return <Editor key={`${id} ${round}`} answer={answer} onReload={reload} />;
}
