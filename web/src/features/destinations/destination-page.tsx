import { Button, Skeleton } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Destination,
  useDeleteDestination,
  useDestination,
  usePauseDestination,
  useTestDestination,
} from '../../api/destinations.ts';
import { useSession } from '../../api/session.ts';
import { ConfirmByName } from '../../components/confirm-by-name.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Page } from '../../components/page.tsx';
import { KeptText } from '../../components/kept-text.tsx';
import { Facts } from './facts.tsx';
import { DestinationState } from './destination-state.tsx';
import styles from './destinations.module.css';
import { DryRunSection } from './dry-run/dry-run-section.tsx';
import { typeLabel } from './labels.ts';
import { Numbers } from './numbers.tsx';
import { Rejects } from './rejects.tsx';
import { Replays } from './replays.tsx';
import { rightsOf } from './rights.ts';
import { TestResult } from './test-result.tsx';

/** A destination: how it fares, what it is told, what would be sent, what was sent again, and what it refused. */
export function DestinationPage() {
  const { t } = useTranslation();
  const { name } = useParams({ from: '/frame/destinations/$name' });
  const destination = useDestination(name);
  const session = useSession();
  const test = useTestDestination();
  const { changes } = rightsOf(session.data);
  if (!destination.data) {
    return (
      <Page title={name}>
        {destination.isError && <ErrorPanel error={destination.error} onRetry={() => void destination.refetch()} />}
        {destination.isPending && <Skeleton height={400} aria-busy="true" />}
      </Page>
    );
  }
  const { data } = destination;
  return (
    <Page title={name} line={typeLabel(t, data.type)} actions={changes && <Actions destination={data} test={test} />}>
      <TestResult test={test} />
      <Notice destination={data} />
      <Numbers destination={data} />
      <Facts destination={data} />
      {changes && <DryRunSection of={{ name }} />}
      <Replays destination={data} mayChange={changes} />
      <Rejects name={name} mayChange={changes} />
    </Page>
  );
}

/** What is the matter with it, what it said last, and what becomes of it. */
function Notice({ destination }: { readonly destination: Destination }) {
  const { t } = useTranslation();
  const { paused, failing, lastError } = destination;
  if (paused === null && failing === null) return null;
  const state = paused !== null ? 'paused' : failing?.stopped === true ? 'stopped' : 'failing';
  return (
    <div className={styles['notice']} data-state={state}>
      <p>
        <DestinationState destination={destination} />
      </p>
      <p>{t(`destinations.${state}Text`)}</p>
      {lastError !== null && (
        <code>
          <KeptText limit={1000}>{lastError}</KeptText>
        </code>
      )}
    </div>
  );
}

interface ActionsProps {
  readonly destination: Destination;
  readonly test: ReturnType<typeof useTestDestination>;
}

function Actions({ destination: { name, paused }, test }: ActionsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const pause = usePauseDestination();
  const remove = useDeleteDestination();
  const [isDeleting, setDeleting] = useState(false);
  return (
    <>
      <Button variant="default" loading={test.isPending} onClick={() => test.mutate(name)}>
        {t('destinations.test')}
      </Button>
      <Button
        variant="default"
        loading={pause.isPending}
        onClick={() => pause.mutate({ name, isPaused: paused === null })}
      >
        {t(paused === null ? 'destinations.pause' : 'destinations.resume')}
      </Button>
      <Button
        variant="default"
        renderRoot={(props) => <Link {...props} to="/destinations/$name/edit" params={{ name }} />}
      >
        {t('common.edit')}
      </Button>
      <Button variant="subtle" color="var(--failed-ink)" onClick={() => setDeleting(true)}>
        {t('common.delete')}
      </Button>
      {isDeleting && (
        <ConfirmByName
          title={t('destinations.deleteTitle', { name })}
          text={t('destinations.deleteText')}
          name={name}
          action={t('common.delete')}
          busy={remove.isPending}
          error={remove.error?.message}
          onConfirm={() => remove.mutate(name, { onSuccess: () => void navigate({ to: '/destinations' }) })}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  );
}
