import { Button, Skeleton, Switch } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Cluster, useChangeCluster, useClusters } from '../../api/clusters.ts';
import { useSession } from '../../api/session.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Page } from '../../components/page.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { rightsOf } from './access.ts';
import { ClusterFacts } from './cluster-facts.tsx';
import styles from './clusters.module.css';
import { DeleteCluster } from './delete-cluster.tsx';
import { EditCluster } from './edit-cluster.tsx';
import { IngestTokens } from './ingest-tokens.tsx';
import { LegalHolds } from './holds/legal-holds.tsx';
import { ProjectQuota } from './projects/project-quota.tsx';
import { ApiServers } from './watch/api-servers.tsx';
import { MetricsSources } from './watch/metrics-sources.tsx';
import { ClusterStorageSection } from './storage/cluster-storage.tsx';

/** A cluster's life: what it is, what it takes on disk and will take, what must not go, and its end. */
export function ClusterPage() {
  const { t } = useTranslation();
  const { name } = useParams({ from: '/frame/clusters/$name' });
  const clusters = useClusters();
  const cluster = clusters.data?.find((one) => one.name === name);
  if (cluster) return <Details cluster={cluster} />;
  return (
    <Page title={name}>
      {clusters.isError && <ErrorPanel error={clusters.error} onRetry={() => void clusters.refetch()} />}
      {clusters.isPending && <Skeleton height={400} aria-busy="true" />}
      {clusters.isSuccess && <EmptyPanel title={t('clusters.unknown')} text={t('clusters.unknownText')} />}
    </Page>
  );
}

function Details({ cluster }: { readonly cluster: Cluster }) {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const change = useChangeCluster();
  const [dialog, setDialog] = useState<'edit' | 'tokens' | 'delete'>();
  const { administers, administersAll } = rightsOf(session.data);
  const close = (): void => setDialog(undefined);
  const { name } = cluster;
  return (
    <Page
      title={name}
      line={t(`clusters.kindHint.${cluster.kind}`)}
      actions={
        <>
          {administers && (
            <Switch
              mt={6}
              label={t('clusters.takesEvents')}
              checked={cluster.status === 'enabled'}
              disabled={change.isPending}
              onChange={(event) =>
                change.mutate({ name, change: { status: event.currentTarget.checked ? 'enabled' : 'disabled' } })
              }
            />
          )}
          <Button
            variant="default"
            leftSection={<IconSearch size={15} />}
            renderRoot={(props) => <Link {...props} to="/explore" search={{ clusters: [name] }} />}
          >
            {t('clusters.search')}
          </Button>
          {administers && (
            <Button variant="default" onClick={() => setDialog('tokens')}>
              {t('clusters.tokens')}
            </Button>
          )}
          {administers && <Button onClick={() => setDialog('edit')}>{t('common.edit')}</Button>}
        </>
      }
    >
      {change.isError && (
        <p role="alert" className={styles['problem']}>
          <SafeText limit={1000}>{change.error.message}</SafeText>
        </p>
      )}
      {administers && cluster.events === 0 && (
        <EmptyPanel title={t('setup.noEventYet')} text={t('setup.noEventYetText')}>
          <Button renderRoot={(props) => <Link {...props} to="/clusters/$name/setup" params={{ name }} />}>
            {t('setup.setUp')}
          </Button>
        </EmptyPanel>
      )}
      <ClusterFacts cluster={cluster} />
      <h2 className={styles['heading']}>{t('apiServers.title')}</h2>
      <ApiServers cluster={name} />
      <h2 className={styles['heading']}>{t('apiServers.sources')}</h2>
      <MetricsSources cluster={name} mayChange={administers} />
      <h2 className={styles['heading']}>{t('storage.title')}</h2>
      <ClusterStorageSection cluster={cluster} />
      <h2 className={styles['heading']}>{t('projects.quotaOf', { name: cluster.project })}</h2>
      <ProjectQuota name={cluster.project} mayChange={administersAll} />
      <h2 className={styles['heading']}>{t('holds.title')}</h2>
      <LegalHolds cluster={name} mayPlace={administers} mayLift={administersAll} />
      {administers && (
        <>
          <h2 className={styles['heading']}>{t('clusters.end')}</h2>
          <p className={styles['hint']}>{cluster.legalHolds > 0 ? t('clusters.heldText') : t('clusters.deleteText')}</p>
          <Button
            variant="default"
            c="var(--failed-ink)"
            disabled={cluster.legalHolds > 0}
            onClick={() => setDialog('delete')}
          >
            {t('clusters.delete')}
          </Button>
        </>
      )}
      {dialog === 'edit' && <EditCluster cluster={cluster} onClose={close} />}
      {dialog === 'tokens' && <IngestTokens cluster={name} onClose={close} />}
      {dialog === 'delete' && (
        <DeleteCluster cluster={cluster} onClose={close} onDone={() => void navigate({ to: '/clusters' })} />
      )}
    </Page>
  );
}
