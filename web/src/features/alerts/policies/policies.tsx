import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AlertPolicy, useDeletePolicy, usePolicies } from '../../../api/alert-policies.ts';
import { type AlertRule, useAlertRules } from '../../../api/alerts.ts';
import { useSession } from '../../../api/session.ts';
import { ConfirmByName } from '../../../components/confirm-by-name.tsx';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from '../alerts.module.css';
import { mayKeepForAll } from '../may-keep.ts';
import { ruleText } from '../texts.ts';
import { RouteList } from './route-list.tsx';

/** Who is told of alerts, and when: policies that rules name. */
export function Policies() {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const policies = usePolicies();
  const rules = useAlertRules();
  const session = useSession();
  const remove = useDeletePolicy();
  const [deleted, setDeleted] = useState<string>();
  const isKeeper = mayKeepForAll(session.data);
  const columns: readonly DataColumn<AlertPolicy>[] = [
    {
      key: 'name',
      head: t('alerts.policy.name'),
      cell: ({ name, policy }) => (
        <Link className={styles['entry']} to="/alerts/policies/$name" params={{ name }}>
          <SafeText limit={200}>{ruleText(policy.displayName ?? name, i18n.language)}</SafeText>
          {policy.displayName !== undefined && (
            <span className={styles['name']}>
              <SafeText limit={80}>{name}</SafeText>
            </span>
          )}
        </Link>
      ),
    },
    { key: 'routes', head: t('alerts.policy.routes'), cell: ({ policy }) => <RouteList policy={policy} /> },
    {
      key: 'rules',
      head: t('alerts.policy.rules'),
      end: true,
      cell: ({ name }) => rules.data && formats.count(rules.data.filter((rule) => isOf(name, rule)).length),
    },
    {
      key: 'saved',
      head: t('alerts.policy.saved'),
      cell: ({ savedBy, savedAt }) => (
        <>
          <TimeText time={savedAt} />
          <span className={styles['name']}>
            <SafeText limit={120}>{savedBy}</SafeText>
          </span>
        </>
      ),
    },
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: ({ name }) =>
        isKeeper && (
          <span className={styles['actions']}>
            <Button
              variant="subtle"
              size="compact-xs"
              renderRoot={(props) => <Link {...props} to="/alerts/policies/$name" params={{ name }} />}
            >
              {t('common.edit')}
            </Button>
            <Button variant="subtle" size="compact-xs" color="var(--failed-ink)" onClick={() => setDeleted(name)}>
              {t('common.delete')}
            </Button>
          </span>
        ),
    },
  ];
  if (policies.isError) return <ErrorPanel error={policies.error} onRetry={() => void policies.refetch()} />;
  const close = (): void => setDeleted(undefined);
  return (
    <>
      <div className={styles['bar']}>
        <p className={styles['line']}>{t('alerts.policy.line')}</p>
        {isKeeper && (
          <Button
            leftSection={<IconPlus size={15} />}
            renderRoot={(props) => <Link {...props} to="/alerts/policies/new" />}
          >
            {t('alerts.policy.add')}
          </Button>
        )}
      </div>
      <DataTable
        label={t('alerts.section.policies')}
        columns={columns}
        rows={policies.data}
        rowKey={({ name }) => name}
        empty={t('alerts.policy.none')}
        emptyText={t('alerts.policy.noneText')}
      />
      {deleted !== undefined && (
        <ConfirmByName
          title={t('alerts.policy.deleteTitle', { name: deleted })}
          text={t('alerts.policy.deleteText')}
          name={deleted}
          action={t('common.delete')}
          busy={remove.isPending}
          error={remove.error?.message}
          onConfirm={() => remove.mutate(deleted, { onSuccess: close })}
          onClose={close}
        />
      )}
    </>
  );
}

/** Whether a rule goes by a policy: `default` is that of rules which name neither a policy nor channels. */
function isOf(name: string, { policy, channels }: AlertRule): boolean {
  return policy === null ? name === 'default' && channels.length === 0 : policy === name;
}
