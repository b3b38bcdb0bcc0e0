import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type User, useDeleteUser, useUsers } from '../../api/accounts.ts';
import { useSession } from '../../api/session.ts';
import { ConfirmByName } from '../../components/confirm-by-name.tsx';
import { type DataColumn, DataTable } from '../../components/data-table.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { LimitsText } from './limits-text.tsx';
import styles from './settings.module.css';
import { UserForm } from './user-form.tsx';

type Dialog = { readonly kind: 'add' } | { readonly kind: 'edit' | 'delete'; readonly user: User };

export function Users() {
  const { t } = useTranslation();
  const users = useUsers();
  const session = useSession();
  const remove = useDeleteUser();
  const [dialog, setDialog] = useState<Dialog>();
  const own = session.data?.user.name;
  const columns: readonly DataColumn<User>[] = [
    { key: 'name', head: t('users.name'), cell: ({ name }) => <SafeText limit={120}>{name}</SafeText> },
    { key: 'role', head: t('users.role'), cell: ({ role }) => t(`role.${role}`) },
    { key: 'limits', head: t('users.limits'), cell: ({ limits }) => <LimitsText limits={limits} /> },
    { key: 'created', head: t('tokens.created'), cell: ({ createdAt }) => <TimeText time={createdAt} /> },
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: (user) => (
        <span className={styles['actions']}>
          <Button variant="subtle" size="compact-xs" onClick={() => setDialog({ kind: 'edit', user })}>
            {t('common.edit')}
          </Button>
          <Button
            variant="subtle"
            size="compact-xs"
            color="var(--failed-ink)"
            disabled={user.name === own}
            onClick={() => setDialog({ kind: 'delete', user })}
          >
            {t('common.delete')}
          </Button>
        </span>
      ),
    },
  ];
  if (users.isError) return <ErrorPanel error={users.error} onRetry={() => void users.refetch()} />;
  return (
    <>
      <div className={styles['bar']}>
        <p className={styles['line']}>{t('users.line')}</p>
        <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog({ kind: 'add' })}>
          {t('users.add')}
        </Button>
      </div>
      <DataTable
        label={t('settings.users')}
        columns={columns}
        rows={users.data}
        rowKey={(user) => user.name}
        empty=""
      />
      {dialog?.kind === 'add' && <UserForm onClose={() => setDialog(undefined)} />}
      {dialog?.kind === 'edit' && <UserForm user={dialog.user} onClose={() => setDialog(undefined)} />}
      {dialog?.kind === 'delete' && (
        <ConfirmByName
          title={t('users.deleteTitle', { name: dialog.user.name })}
          text={t('users.deleteText')}
          name={dialog.user.name}
          action={t('common.delete')}
          busy={remove.isPending}
          error={remove.error?.message}
          onConfirm={() => remove.mutate(dialog.user.name, { onSuccess: () => setDialog(undefined) })}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}
