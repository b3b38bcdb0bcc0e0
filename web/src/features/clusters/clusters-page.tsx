import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Cluster, useClusters } from '../../api/clusters.ts';
import { useSession } from '../../api/session.ts';
import { DataTable } from '../../components/data-table.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Page } from '../../components/page.tsx';
import { AddCluster } from './add-cluster.tsx';
import { rightsOf } from './access.ts';
import { useClusterColumns } from './cluster-columns.tsx';
import { DeleteCluster } from './delete-cluster.tsx';
import { EditCluster } from './edit-cluster.tsx';
import { IngestTokens } from './ingest-tokens.tsx';
import { ProjectsSection } from './projects/projects-section.tsx';
import { StorageOutlook } from './storage/storage-outlook.tsx';

/** What is open over the list. */
export type Dialog =
  | { readonly kind: 'add' }
  | { readonly kind: 'edit' | 'tokens' | 'delete'; readonly cluster: Cluster };

/** The clusters that send events here: add, move, keep longer, pause, delete, rotate tokens. */
export function ClustersPage() {
  const { t } = useTranslation();
  const session = useSession();
  const clusters = useClusters();
  const [dialog, setDialog] = useState<Dialog>();
  const { administers, administersAll } = rightsOf(session.data);
  const columns = useClusterColumns(administers, setDialog);
  const close = (): void => setDialog(undefined);
  return (
    <Page
      title={t('frame.clusters')}
      line={t('clusters.line')}
      actions={
        administers && (
          <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog({ kind: 'add' })}>
            {t('clusters.add')}
          </Button>
        )
      }
    >
      {clusters.isError ? (
        <ErrorPanel error={clusters.error} onRetry={() => void clusters.refetch()} />
      ) : (
        <DataTable
          label={t('frame.clusters')}
          columns={columns}
          rows={clusters.data}
          rowKey={(cluster) => cluster.id}
          empty={t('clusters.none')}
        />
      )}
      <StorageOutlook />
      <ProjectsSection mayChange={administersAll} />
      {dialog?.kind === 'add' && <AddCluster onClose={close} />}
      {dialog?.kind === 'edit' && <EditCluster cluster={dialog.cluster} onClose={close} />}
      {dialog?.kind === 'tokens' && <IngestTokens cluster={dialog.cluster.name} onClose={close} />}
      {dialog?.kind === 'delete' && <DeleteCluster cluster={dialog.cluster} onClose={close} onDone={close} />}
    </Page>
  );
}
