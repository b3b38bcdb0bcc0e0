import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Project, useDeleteProject, useProjects } from '../../../api/projects.ts';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from '../clusters.module.css';
import { ProjectLimit } from './project-limit.tsx';
import { QuotaForm } from './quota-form.tsx';
import { useUsedOf } from './use-used-of.ts';

/** The projects, and what of their quotas is used. */
export function ProjectsSection({ mayChange }: { readonly mayChange: boolean }) {
  const { t } = useTranslation();
  const projects = useProjects();
  const [open, setOpen] = useState<Project | 'new' | 'limit'>();
  const remove = useDeleteProject();
  const columns = useColumns(mayChange, setOpen, (name) => remove.mutate(name));
  const close = (): void => setOpen(undefined);
  const { data } = projects;
  if (projects.isError) return <ErrorPanel error={projects.error} onRetry={() => void projects.refetch()} />;
  return (
    <section>
      <div className={styles['section']}>
        <h2 className={styles['heading']}>{t('projects.title')}</h2>
        {data?.projects.used != null && data.projects.quota !== null && (
          <span className={styles['hint']}>
            {t('projects.usedOf', { used: data.projects.used, most: data.projects.quota })}
          </span>
        )}
        {mayChange && (
          <div>
            <Button variant="subtle" onClick={() => setOpen('limit')}>
              {t('projects.limit')}
            </Button>
            <Button variant="subtle" onClick={() => setOpen('new')}>
              {t('projects.add')}
            </Button>
          </div>
        )}
      </div>
      {remove.isError && (
        <p role="alert" className={styles['problem']}>
          <SafeText limit={1000}>{remove.error.message}</SafeText>
        </p>
      )}
      <DataTable
        label={t('projects.title')}
        columns={columns}
        rows={data?.items}
        rowKey={({ name }) => name}
        empty={t('projects.none')}
      />
      {open === 'new' && <QuotaForm onClose={close} />}
      {open === 'limit' && <ProjectLimit quota={data?.projects.quota ?? null} onClose={close} />}
      {typeof open === 'object' && <QuotaForm project={open} onClose={close} />}
    </section>
  );
}

function useColumns(
  mayChange: boolean,
  onOpen: (project: Project) => void,
  onDelete: (name: string) => void,
): readonly DataColumn<Project>[] {
  const { t } = useTranslation();
  const usedOf = useUsedOf();
  const columns: readonly DataColumn<Project>[] = [
    { key: 'name', head: t('clusters.name'), cell: ({ name }) => <SafeText limit={120}>{name}</SafeText> },
    ...(['clusters', 'logstores', 'dashboards'] as const).map((kind) => ({
      key: kind,
      head: t(`projects.${kind}`),
      cell: ({ used, quota }: Project) => usedOf({ used: used?.[kind], most: quota[kind], unit: 'count' }),
      end: true,
    })),
    {
      key: 'bytes',
      head: t('projects.bytesToday'),
      cell: ({ used, quota }) => usedOf({ used: used?.bytesToday, most: quota.bytesPerDay, unit: 'bytes' }),
      end: true,
    },
  ];
  if (!mayChange) return columns;
  return [
    ...columns,
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: (project) => (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t('projects.actions', { name: project.name })}>
              <IconDots size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onOpen(project)}>{t('projects.change')}</Menu.Item>
            <Menu.Item color="red" disabled={project.clusters.length > 0} onClick={() => onDelete(project.name)}>
              {t('common.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
    },
  ];
}
