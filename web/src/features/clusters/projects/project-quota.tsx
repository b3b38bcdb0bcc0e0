import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjects } from '../../../api/projects.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { QuotaForm } from './quota-form.tsx';
import { QuotaMeter } from './quota-meter.tsx';
import styles from './projects.module.css';

interface ProjectQuotaProps {
  readonly name: string;
  readonly mayChange: boolean;
}

/** What of the quota of a project is used. */
export function ProjectQuota({ name, mayChange }: ProjectQuotaProps) {
  const { t } = useTranslation();
  const projects = useProjects();
  const [isOpen, setOpen] = useState(false);
  if (projects.isError) return <ErrorPanel error={projects.error} onRetry={() => void projects.refetch()} />;
  const project = projects.data?.items.find((one) => one.name === name);
  if (!project) return <Skeleton height={60} aria-busy={projects.isPending} />;
  const { quota, used } = project;
  return (
    <>
      <dl className={styles['meters']}>
        {(['clusters', 'logstores', 'dashboards'] as const).map((kind) => (
          <QuotaMeter key={kind} label={t(`projects.${kind}`)} used={used?.[kind]} most={quota[kind]} unit="count" />
        ))}
        <QuotaMeter label={t('projects.bytesToday')} used={used?.bytesToday} most={quota.bytesPerDay} unit="bytes" />
      </dl>
      {mayChange && (
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('projects.change')}
        </Button>
      )}
      {isOpen && <QuotaForm project={project} onClose={() => setOpen(false)} />}
    </>
  );
}
