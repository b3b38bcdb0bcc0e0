import { Button, Skeleton, Switch } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AlertRun,
  useAlertRule,
  useAlertRuns,
  useDeleteAlertRule,
  useSwitchAlertRule,
} from '../../../api/alerts.ts';
import { useSession } from '../../../api/session.ts';
import { CodeBlock } from '../../../components/code-block.tsx';
import { ConfirmByName } from '../../../components/confirm-by-name.tsx';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { Page } from '../../../components/page.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { Causes } from '../history.tsx';
import { mayKeep } from '../may-keep.ts';
import { ruleText } from '../texts.ts';
import { RuleStatus } from './rule-status.tsx';
import styles from './rules.module.css';
import { Notes } from './notes.tsx';

/** A rule: what it looks for, how it is, what it found, and its last evaluations. */
export function RulePage() {
  const { t, i18n } = useTranslation();
  const { name } = useParams({ from: '/frame/alerts/rules/$name' });
  const rule = useAlertRule(name);
  const session = useSession();
  const navigate = useNavigate();
  const change = useSwitchAlertRule();
  const remove = useDeleteAlertRule();
  const [isDeleting, setDeleting] = useState(false);
  if (!rule.isSuccess) {
    return (
      <Page title={name}>
        {rule.isError && <ErrorPanel error={rule.error} onRetry={() => void rule.refetch()} />}
        {rule.isPending && <Skeleton height={400} aria-busy="true" />}
      </Page>
    );
  }
  const { displayName, description, enabled, yaml, origin, owner, channels, policy } = rule.data;
  const title = ruleText(displayName, i18n.language);
  const isKeeper = mayKeep(session.data);
  return (
    <Page
      title={title}
      {...(description === undefined ? {} : { line: ruleText(description, i18n.language) })}
      actions={
        isKeeper && (
          <>
            <Switch
              mt={6}
              label={t('alerts.on')}
              checked={enabled}
              disabled={change.isPending}
              onChange={(event) => change.mutate({ name, enabled: event.currentTarget.checked })}
            />
            <Button
              variant="default"
              renderRoot={(props) => <Link {...props} to="/alerts/rules/$name/edit" params={{ name }} />}
            >
              {t('common.edit')}
            </Button>
            {origin === 'own' && (
              <Button variant="subtle" color="var(--failed-ink)" onClick={() => setDeleting(true)}>
                {t('common.delete')}
              </Button>
            )}
          </>
        )
      }
    >
      {change.isError && <p role="alert">{change.error.message}</p>}
      <dl className={styles['facts']}>
        <dt>{t('alerts.state')}</dt>
        <dd>
          <RuleStatus rule={rule.data} />
        </dd>
        <dt>{t('alerts.lastRun')}</dt>
        <dd>
          <TimeText time={rule.data.lastRunAt} withAge />
        </dd>
        <dt>{t('alerts.owner')}</dt>
        <dd>{owner === null ? '–' : <SafeText limit={120}>{owner}</SafeText>}</dd>
        <dt>{t('alerts.told')}</dt>
        <dd>
          <SafeText limit={400}>
            {policy ?? (channels.length > 0 ? channels.join(', ') : t('alerts.inboxAlone'))}
          </SafeText>
        </dd>
      </dl>
      <h2 className={styles['heading']}>{t('alerts.section.history')}</h2>
      <Causes filter={{ rule: name }} pageSize={10} />
      <h2 className={styles['heading']}>{t('alerts.runs')}</h2>
      <Runs name={name} />
      <h2 className={styles['heading']}>{t('alerts.file')}</h2>
      <CodeBlock label={`${name}.yaml`} text={yaml} />
      {isDeleting && (
        <ConfirmByName
          title={t('alerts.deleteTitle', { name })}
          text={t('alerts.deleteText')}
          name={name}
          action={t('common.delete')}
          busy={remove.isPending}
          error={remove.error?.message}
          onConfirm={() =>
            remove.mutate(name, {
              onSuccess: () => void navigate({ to: '/alerts/$section', params: { section: 'rules' } }),
            })
          }
          onClose={() => setDeleting(false)}
        />
      )}
    </Page>
  );
}

/** The last evaluations. Those of one outcome that follow each other are one row. */
function Runs({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const runs = useAlertRuns(name);
  const columns: readonly DataColumn<AlertRun>[] = [
    { key: 'at', head: t('alerts.at'), cell: ({ at }) => <TimeText time={at} /> },
    { key: 'outcome', head: t('alerts.outcome'), cell: ({ outcome }) => t(`alerts.runOutcome.${outcome}`) },
    { key: 'runs', head: t('alerts.times'), cell: ({ runs: count }) => formats.count(count), end: true },
    { key: 'fired', head: t('alerts.firedGroups'), cell: ({ fired }) => formats.count(fired), end: true },
    {
      key: 'took',
      head: t('alerts.took'),
      cell: ({ durationMs }) => formats.took(durationMs),
      end: true,
    },
    { key: 'through', head: t('alerts.through'), cell: ({ through }) => <TimeText time={through} /> },
    {
      key: 'notes',
      head: t('alerts.notes'),
      cell: ({ notes }) => <Notes notes={notes} />,
    },
  ];
  if (runs.isError) return <ErrorPanel error={runs.error} onRetry={() => void runs.refetch()} />;
  return (
    <DataTable
      label={t('alerts.runs')}
      columns={columns}
      rows={runs.data}
      rowKey={({ at, through }) => `${at} ${through}`}
      empty={t('alerts.noRun')}
    />
  );
}
