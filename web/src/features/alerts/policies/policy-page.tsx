import { Skeleton } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePolicy } from '../../../api/alert-policies.ts';
import { useSession } from '../../../api/session.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { Page } from '../../../components/page.tsx';
import { mayKeepForAll } from '../may-keep.ts';
import { newPolicyFile } from './new-policy-file.ts';
import { PolicyEditor } from './policy-editor.tsx';

/** Makes a policy. */
export function NewPolicyPage() {
  const { t } = useTranslation();
  const back = useBack();
  const session = useSession();
  return (
    <Page title={t('alerts.policy.add')} line={t('alerts.policy.editLine')}>
      <PolicyEditor first={newPolicyFile} isKeeper={mayKeepForAll(session.data)} onDone={back} />
    </Page>
  );
}

/** Changes a policy. */
export function PolicyPage() {
  const { t } = useTranslation();
  const { name } = useParams({ from: '/frame/alerts/policies/$name' });
  const policy = usePolicy(name);
  const session = useSession();
  const back = useBack();
  return (
    <Page title={name} line={t('alerts.policy.editLine')}>
      {policy.isError && <ErrorPanel error={policy.error} onRetry={() => void policy.refetch()} />}
      {policy.isPending && <Skeleton height={400} aria-busy="true" />}
      {policy.data && <PolicyEditor first={policy.data.yaml} isKeeper={mayKeepForAll(session.data)} onDone={back} />}
    </Page>
  );
}

function useBack(): () => void {
  const navigate = useNavigate();
  return () => void navigate({ to: '/alerts/$section', params: { section: 'policies' } });
}
