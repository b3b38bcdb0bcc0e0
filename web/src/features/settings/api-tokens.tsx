import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiToken, useApiTokens, useRevokeApiToken } from '../../api/accounts.ts';
import { type DataColumn, DataTable } from '../../components/data-table.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { ApiTokenForm } from './api-token-form.tsx';
import { LimitsText } from './limits-text.tsx';
import styles from './settings.module.css';

export function ApiTokens() {
  const { t } = useTranslation();
  const tokens = useApiTokens();
  const revoke = useRevokeApiToken();
  const [isAdding, setAdding] = useState(false);
  const columns: readonly DataColumn<ApiToken>[] = [
    { key: 'name', head: t('users.name'), cell: ({ name }) => <SafeText limit={120}>{name}</SafeText> },
    { key: 'hint', head: t('tokens.token'), cell: ({ hint }) => <code>{hint}</code> },
    { key: 'role', head: t('users.role'), cell: ({ role }) => t(`role.${role}`) },
    { key: 'limits', head: t('users.limits'), cell: ({ limits }) => <LimitsText limits={limits} /> },
    { key: 'used', head: t('tokens.lastUsed'), cell: ({ lastUsedAt }) => <TimeText time={lastUsedAt} withAge /> },
    {
      key: 'expires',
      head: t('tokens.expires'),
      cell: ({ expiresAt }) => <TimeText time={expiresAt} />,
    },
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: ({ id }) => (
        <Button variant="subtle" size="compact-xs" color="var(--failed-ink)" onClick={() => revoke.mutate(id)}>
          {t('tokens.revoke')}
        </Button>
      ),
    },
  ];
  if (tokens.isError) return <ErrorPanel error={tokens.error} onRetry={() => void tokens.refetch()} />;
  return (
    <>
      <div className={styles['bar']}>
        <p className={styles['line']}>{t('tokens.line')}</p>
        <Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
          {t('tokens.add')}
        </Button>
      </div>
      <DataTable
        label={t('settings.tokens')}
        columns={columns}
        rows={tokens.data}
        rowKey={(token) => token.id}
        empty={t('tokens.none')}
      />
      {isAdding && <ApiTokenForm onClose={() => setAdding(false)} />}
    </>
  );
}
