import { Button, Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type IngestToken, useIngestTokens, useIssueIngestToken, useRevokeIngestToken } from '../../api/clusters.ts';
import { useKeepIssuedToken } from '../../api/setup.ts';
import { type DataColumn, DataTable } from '../../components/data-table.tsx';
import { SecretOnce } from '../../components/secret-once.tsx';
import { TimeText } from '../../components/time-text.tsx';

interface IngestTokensProps {
  readonly cluster: string;
  readonly onClose: () => void;
}

/** Rotation: issue a second token, roll it out, delete the first; both work meanwhile. */
export function IngestTokens({ cluster, onClose }: IngestTokensProps) {
  const { t } = useTranslation();
  const tokens = useIngestTokens(cluster);
  const issue = useIssueIngestToken(cluster);
  const revoke = useRevokeIngestToken(cluster);
  const keepToken = useKeepIssuedToken();
  const isLast = tokens.data?.length === 1;
  const columns: readonly DataColumn<IngestToken>[] = [
    { key: 'hint', head: t('tokens.token'), cell: ({ hint }) => <code>{hint}</code> },
    { key: 'created', head: t('tokens.created'), cell: ({ createdAt }) => <TimeText time={createdAt} /> },
    { key: 'used', head: t('tokens.lastUsed'), cell: ({ lastUsedAt }) => <TimeText time={lastUsedAt} withAge /> },
    {
      key: 'delete',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: ({ id }) => (
        <Button
          variant="subtle"
          color="var(--failed-ink)"
          size="compact-xs"
          disabled={isLast}
          title={isLast ? t('clusters.lastToken') : undefined}
          onClick={() => revoke.mutate(id)}
        >
          {t('common.delete')}
        </Button>
      ),
    },
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      size={720}
      title={t('clusters.tokensOf', { name: cluster })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('clusters.rotation')}</p>
      <DataTable
        label={t('clusters.tokens')}
        columns={columns}
        rows={tokens.data}
        rowKey={(token) => token.id}
        empty={t('tokens.none')}
      />
      <Button
        my={16}
        loading={issue.isPending}
        onClick={() => issue.mutate(undefined, { onSuccess: (issued) => keepToken(cluster, issued.ingestToken) })}
      >
        {t('clusters.issueToken')}
      </Button>
      {issue.data && (
        <>
          <SecretOnce label={t('clusters.ingestToken')} secret={issue.data.ingestToken} />
          <p>
            <Link to="/clusters/$name/setup" params={{ name: cluster }}>
              {t('setup.withToken')}
            </Link>
          </p>
        </>
      )}
    </Modal>
  );
}
