import { Button, Select, Skeleton } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  setupBackends,
  type SetupPolicy,
  setupPolicies,
  setupWays,
  usualPolicy,
} from '../../../../../src/setup/choices.ts';
import { type Cluster, useClusters } from '../../../api/clusters.ts';
import { useSession } from '../../../api/session.ts';
import { useIssuedToken, useSetup } from '../../../api/setup.ts';
import { EmptyPanel } from '../../../components/empty-panel.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { Page } from '../../../components/page.tsx';
import type { SetupSearch } from '../../../lib/setup-search.ts';
import { rightsOf } from '../access.ts';
import { ArrivalsPanel } from './arrivals-panel.tsx';
import { Choice } from './choice.tsx';
import { Obstacles } from './obstacles.tsx';
import styles from './setup.module.css';
import { StepView } from './step-view.tsx';
import { TokenNotice } from './token-notice.tsx';

/** From a cluster that is added to its first event: how it is run, how events come, the exact commands, and what arrives meanwhile. */
export function SetupPage() {
  const { t } = useTranslation();
  const { name } = useParams({ from: '/frame/clusters/$name/setup' });
  const session = useSession();
  const clusters = useClusters();
  const cluster = clusters.data?.find((one) => one.name === name);
  const isKnown = session.isSuccess && clusters.isSuccess;
  const { administers } = rightsOf(session.data);
  if (cluster && administers) return <Wizard cluster={cluster} />;
  return (
    <Page title={name}>
      {clusters.isError && <ErrorPanel error={clusters.error} onRetry={() => void clusters.refetch()} />}
      {!clusters.isError && !isKnown && <Skeleton height={400} aria-busy="true" />}
      {isKnown && !cluster && <EmptyPanel title={t('clusters.unknown')} text={t('clusters.unknownText')} />}
      {isKnown && cluster && <EmptyPanel title={t('setup.notYours')} text={t('setup.notYoursText')} />}
    </Page>
  );
}

function Wizard({ cluster }: { readonly cluster: Cluster }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/frame/clusters/$name/setup' });
  const { name } = cluster;
  const way = search.for ?? (cluster.kind === 'registered' ? 'registered' : 'kubeadm');
  const backend = search.backend ?? (way === 'registered' ? 'log' : 'webhook');
  const policy = search.policy ?? usualPolicy(way);
  const token = useIssuedToken(name);
  const setup = useSetup(name, { for: way, backend, policy, ...(token === undefined ? {} : { ingestToken: token }) });
  const change = (chosen: SetupSearch): void =>
    void navigate({
      to: '/clusters/$name/setup',
      params: { name },
      search: (previous) => ({ ...previous, ...chosen }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Page
      title={t('setup.title', { name })}
      line={t('setup.line')}
      actions={
        <Button variant="default" renderRoot={(props) => <Link {...props} to="/clusters/$name" params={{ name }} />}>
          {t('setup.aboutCluster')}
        </Button>
      }
    >
      <Obstacles cluster={cluster} />
      <div className={styles['columns']}>
        <ol className={styles['parts']}>
          <Part title={t('setup.wayTitle')}>
            <Choice
              label={t('setup.wayTitle')}
              options={setupWays.map((name) => ({
                name,
                label: t(`setup.way.${name}`),
                hint: t(`setup.wayHint.${name}`),
              }))}
              value={way}
              onChange={(chosen) =>
                // A registered cluster has a usual backend and policy of its own; elsewhere what was chosen stays.
                change(
                  chosen === 'registered' || way === 'registered'
                    ? { for: chosen, backend: undefined, policy: undefined }
                    : { for: chosen },
                )
              }
            />
          </Part>
          <Part title={t('setup.backendTitle')}>
            <Choice
              label={t('setup.backendTitle')}
              options={setupBackends.map((name) => ({
                name,
                label: t(`setup.backend.${name}`),
                hint: t(`setup.backendHint.${name}`),
              }))}
              value={backend}
              onChange={(chosen) => change({ backend: chosen })}
            />
            <PolicyField value={policy} onChange={(chosen) => change({ policy: chosen })} />
          </Part>
          <Part title={t('setup.stepsTitle')}>
            <TokenNotice cluster={name} />
            {setup.isError && <ErrorPanel error={setup.error} onRetry={() => void setup.refetch()} />}
            {setup.isPending && <Skeleton height={480} aria-busy="true" />}
            {setup.data && (
              <ol className={styles['steps']} data-stale={setup.isPlaceholderData || undefined}>
                {setup.data.steps.map((step) => (
                  <StepView key={step.title} step={step} />
                ))}
              </ol>
            )}
          </Part>
        </ol>
        <ArrivalsPanel cluster={name} />
      </div>
    </Page>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <li className={styles['part']}>
      <h2 className={styles['partTitle']}>{title}</h2>
      {children}
    </li>
  );
}

interface PolicyFieldProps {
  readonly value: SetupPolicy;
  readonly onChange: (policy: SetupPolicy) => void;
}

/** What is logged: one of the policies that ship with the product. */
function PolicyField({ value, onChange }: PolicyFieldProps) {
  const { t } = useTranslation();
  return (
    <Select
      mt={16}
      maw={480}
      label={t('setup.policyTitle')}
      description={t(`setup.policyHint.${value}`)}
      data={setupPolicies.map((name) => ({ value: name, label: t(`setup.policy.${name}`) }))}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => onChange(setupPolicies.find((name) => name === chosen) ?? value)}
    />
  );
}
