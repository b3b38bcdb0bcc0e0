import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Cluster, useChangeCluster } from '../../../api/clusters.ts';
import { useProjects } from '../../../api/projects.ts';
import { Banner } from '../../../components/banner.tsx';
import { useUsedOf } from '../projects/use-used-of.ts';

/** What would refuse the cluster's events however well everything is set up: told before anybody begins. */
export function Obstacles({ cluster }: { readonly cluster: Cluster }) {
  const { t } = useTranslation();
  const usedOf = useUsedOf();
  const change = useChangeCluster();
  const projects = useProjects();
  const project = projects.data?.items.find(({ name }) => name === cluster.project);
  const most = project?.quota.bytesPerDay ?? null;
  const used = project?.used?.bytesToday ?? 0;
  return (
    <>
      {cluster.status === 'disabled' && (
        <Banner title={t('setup.isDisabled')}>
          <Button
            variant="default"
            size="compact-sm"
            loading={change.isPending}
            onClick={() => change.mutate({ name: cluster.name, change: { status: 'enabled' } })}
          >
            {t('clusters.enable')}
          </Button>
        </Banner>
      )}
      {most !== null && used >= most && (
        <Banner title={t('setup.isFull')}>
          {t('projects.bytesToday')}: {usedOf({ used, most, unit: 'bytes' })}
        </Banner>
      )}
    </>
  );
}
