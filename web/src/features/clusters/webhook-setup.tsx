import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/code-block.tsx';
import { SecretOnce } from '../../components/secret-once.tsx';
import { importCommand, webhookCommand, webhookKubeconfigText } from './webhook-snippets.ts';

interface WebhookSetupProps {
  readonly cluster: string;
  readonly token: string;
  readonly url: string;
}

/** What the control plane of a cluster needs to send its audit events here; the token is shown only now. */
export function WebhookSetup({ cluster, token, url }: WebhookSetupProps) {
  const { t } = useTranslation();
  return (
    <>
      <SecretOnce label={t('clusters.ingestToken')} secret={token} />
      <CodeBlock label={t('clusters.byCommand')} text={webhookCommand(url, token)} />
      <CodeBlock label={t('clusters.byHand')} text={webhookKubeconfigText(url, token)} />
      <CodeBlock label={t('clusters.byImport')} text={importCommand(cluster)} />
    </>
  );
}
