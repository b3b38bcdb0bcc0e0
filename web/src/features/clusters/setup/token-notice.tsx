import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useIssueIngestToken } from '../../../api/clusters.ts';
import { useIssuedToken, useKeepIssuedToken } from '../../../api/setup.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { SecretOnce } from '../../../components/secret-once.tsx';
import styles from './setup.module.css';

/** The token that the commands hold; where it is known no more, how they come to have one. */
export function TokenNotice({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const token = useIssuedToken(cluster);
  const keep = useKeepIssuedToken();
  const issue = useIssueIngestToken(cluster);
  if (token !== undefined) return <SecretOnce label={t('clusters.ingestToken')} secret={token} />;
  return (
    <div className={styles['notice']}>
      <p>
        {t('setup.tokenUnknown')} <code>INGEST_TOKEN</code>
      </p>
      <Button
        variant="default"
        loading={issue.isPending}
        onClick={() => issue.mutate(undefined, { onSuccess: ({ ingestToken }) => keep(cluster, ingestToken) })}
      >
        {t('clusters.issueToken')}
      </Button>
      {issue.isError && (
        <p role="alert">
          <SafeText limit={1000}>{issue.error.message}</SafeText>
        </p>
      )}
    </div>
  );
}
