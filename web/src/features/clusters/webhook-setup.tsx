import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useServerAuthority } from '../../api/server-authority.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { SecretOnce } from '../../components/secret-once.tsx';
import { importCommand, webhookCommand, webhookKubeconfigText } from '../../lib/webhook-snippets.ts';

interface WebhookSetupProps {
  readonly cluster: string;
  readonly token: string;
  readonly url: string;
}

/** What the control plane of a cluster needs to send its audit events here; the token is shown only now. */
export function WebhookSetup({ cluster, token, url }: WebhookSetupProps) {
  const { t } = useTranslation();
  const { data: ca = null, isLoading } = useServerAuthority();
  if (isLoading) return <Skeleton height={320} />;
  const pem = ca ?? undefined;
  return (
    <>
      <SecretOnce label={t('clusters.ingestToken')} secret={token} />
      <CodeBlock label={t('clusters.byCommand')} text={webhookCommand(url, token, pem)} />
      {url.startsWith('https:') && pem === undefined && <p>{t('clusters.caHint')}</p>}
      <CodeBlock label={t('clusters.byHand')} text={webhookKubeconfigText(url, token, pem)} />
      <CodeBlock label={t('clusters.byImport')} text={importCommand(cluster)} />
    </>
  );
}
